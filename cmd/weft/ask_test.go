package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

func asked(answers string) (*environment, *bytes.Buffer) {
	var said bytes.Buffer
	return &environment{stdin: strings.NewReader(answers), stderr: &said}, &said
}

func TestAQuestionIsPutAgainUntilItIsAnswered(t *testing.T) {
	env, said := asked("x\n9\n 2 \n")
	n, err := env.choose(context.Background(), "which?", []string{"a", "b\x1b[2J"})
	if n != 1 || err != nil {
		t.Errorf("chose %d, %v", n, err)
	}
	if !strings.Contains(said.String(), `"9" is none of them; a number from 1 to 2`) || strings.Contains(said.String(), "\x1b") {
		t.Errorf("it said %q", said)
	}
	env, _ = asked("\n2, 1 2\n\n")
	if n, err := env.choose(context.Background(), "which?", []string{"a", "b"}); n != 0 || err != nil {
		t.Errorf("nothing typed chose %d, %v", n, err)
	}
	if all, err := env.chooseAny(context.Background(), "which?", []string{"a", "b"}); !slices.Equal(all, []int{0, 1}) || err != nil {
		t.Errorf("chose %v, %v", all, err)
	}
	if all, err := env.chooseAny(context.Background(), "which?", []string{"a", "b"}); len(all) != 0 || err != nil {
		t.Errorf("nothing typed chose %v, %v", all, err)
	}
}

func TestWhoeverGoesAwayHasChosenNothing(t *testing.T) {
	env, _ := asked("x\nx\nx\n1\n")
	if _, err := env.choose(context.Background(), "which?", []string{"a"}); !errors.Is(err, errNoAnswer) {
		t.Error(err)
	}
	env, _ = asked("")
	if _, err := env.ask(context.Background(), "which?"); !errors.Is(err, errNoAnswer) {
		t.Error(err)
	}
	silent, _ := io.Pipe()
	ctx, stop := context.WithCancel(context.Background())
	stop()
	if _, err := (&environment{stdin: silent, stderr: io.Discard}).ask(ctx, "which?"); !errors.Is(err, errLeft) {
		t.Error(err)
	}
	if env.asks() {
		t.Error("a reader that is no terminal was taken for one")
	}
}
