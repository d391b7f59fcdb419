package archive

import (
	"bufio"
	"context"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// haulSize is big enough that most of a writer's time is spent within Record.
const haulSize = 40

// recordUntilKilled is what the killed process does: haul after haul, a line
// when one is recorded.
func recordUntilKilled(path string) {
	db, err := OpenForWriting(path)
	if err != nil {
		fmt.Println("failed:", err)
		os.Exit(1)
	}
	db.sql.SetMaxOpenConns(1)
	db.sql.Exec(`PRAGMA cache_size = 5`) // half a haul is on the disk all the time
	n, _ := db.Count()
	for k := n / haulSize; ; k++ {
		if _, err := db.Record(context.Background(), numbered(k)); err != nil {
			fmt.Println("failed:", err)
			os.Exit(1)
		}
		fmt.Println(k)
	}
}

func numbered(k int) Haul {
	h := Haul{Feed: Feed{Key: fmt.Sprintf("feed-%d", k), Good: monday, Title: strconv.Itoa(k)}, At: monday}
	for i := range haulSize {
		e := piece(strconv.Itoa(i), fmt.Sprintf("https://a.example/%d/%d", k, i), strconv.Itoa(k), monday.Add(-hour))
		e.Body = strings.Repeat("words of an entry ", 120)
		h.Entries = append(h.Entries, e)
	}
	return h
}

const victim = "ARCHIVE_TEST_VICTIM"

func TestMain(m *testing.M) {
	if path := os.Getenv(victim); path != "" {
		recordUntilKilled(path)
	}
	os.Exit(m.Run())
}

func TestAKilledWriterLeavesWholeHaulsAndNothingElse(t *testing.T) {
	for half := range 2 { // twenty kills in all
		t.Run(strconv.Itoa(half), func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "a.db")
			hot, hauls := 0, 0
			for round := range 10 {
				acknowledged := killAfter(t, path, 1+round%2, 2*round+half)
				if _, err := os.Stat(path + "-journal"); err == nil {
					hot++
				}
				hauls = wantWholeHauls(t, path, acknowledged)
			}
			t.Logf("%d hauls; %d of 10 kills fell into one", hauls, hot)
		})
	}
}

// killAfter starts a writer, lets it record some hauls, and kills it a little
// later each round. It gives the last haul that was said to be recorded.
func killAfter(t *testing.T, path string, hauls, round int) int {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), victim+"="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines, last := bufio.NewScanner(out), -1
	for range hauls {
		if !lines.Scan() {
			t.Fatal("the writer ended by itself")
		}
		if last, err = strconv.Atoi(lines.Text()); err != nil {
			t.Fatal(lines.Text())
		}
	}
	busy(round)
	cmd.Process.Kill()
	for lines.Scan() { // said before the kill
		if k, err := strconv.Atoi(lines.Text()); err == nil {
			last = k
		}
	}
	cmd.Wait()
	return last
}

// busy lets a moment pass, longer each round, so that kills fall everywhere.
func busy(round int) {
	block := make([]byte, 64<<10)
	for range 3 * round {
		sum := sha256.Sum256(block)
		copy(block, sum[:])
	}
}

// wantWholeHauls reads as a reader does: the archive must hold the hauls 0 to
// n, all of each, and n must not be before the last acknowledged one.
func wantWholeHauls(t *testing.T, path string, acknowledged int) int {
	t.Helper()
	db, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if found, err := db.strings(`PRAGMA integrity_check`); err != nil || strings.Join(found, " ") != "ok" {
		t.Fatalf("integrity: %v, %v", found, err)
	}
	n, _ := db.Count()
	hauls := n / haulSize
	if n%haulSize != 0 || hauls <= acknowledged {
		t.Fatalf("%d entries, of hauls of %d; haul %d was recorded", n, haulSize, acknowledged)
	}
	for k := range hauls {
		feed := fmt.Sprintf("feed-%d", k)
		if got := db.number(t, `SELECT count(*) FROM entry e JOIN version v ON v.entry = e.id JOIN native n ON n.entry = e.id WHERE e.feed = ?`, feed); got != haulSize {
			t.Errorf("haul %d of %d has %d entries", k, hauls, got)
		}
		if f, err := db.Feed(feed); err != nil || f.Title != strconv.Itoa(k) {
			t.Errorf("haul %d: state %+v, %v", k, f, err)
		}
	}
	return hauls
}

// A writer that died while its pages were on their way to the disk leaves a
// journal that must be played back, which SQLite leaves to a writer. Whoever
// opens the archive to read finds it as it was before.
func TestAReaderRecoversWhatADeadWriterLeft(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.db")
	db, err := OpenForWriting(path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	db.sql.SetMaxOpenConns(1)
	fetched(t, db, "a", monday, piece("1", "https://a.example/1", "One", monday))
	if _, err := db.sql.Exec(`PRAGMA cache_size = 5; PRAGMA cache_spill = 1`); err != nil {
		t.Fatal(err)
	}
	tx, err := db.sql.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	for i := range 200 {
		if _, err := tx.Exec(`INSERT INTO version VALUES (?, 1, 'x', ?, '', '', '')`, i, strings.Repeat("half ", 900)); err != nil {
			t.Fatal(err)
		}
	}
	left := filepath.Join(t.TempDir(), "left.db") // as the disk is now
	copyFile(t, path, left)
	copyFile(t, path+"-journal", left+"-journal")
	if raw, _ := os.ReadFile(left); !strings.Contains(string(raw), "half half") {
		t.Fatal("the writer had written nothing yet: the test shows nothing")
	}
	reader, err := Open(left)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	wantTold(t, reader, "a One 11-16")
	if n := reader.number(t, `SELECT count(*) FROM version`); n != 1 {
		t.Errorf("%d versions, want 1", n)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	data, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestReadersAndAWriterMayWorkAtTheSameTime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.db")
	fill(t, path)
	reader, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	writer, err := OpenForWriting(path)
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Close()
	fetched(t, writer, "b", monday, piece("1", "https://b.example/1", "Two", monday.Add(-hour)))
	wantTold(t, reader, "a One 11-16; b Two 11-16")
}
