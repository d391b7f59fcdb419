package archive

import (
	"context"
	"database/sql"
	"errors"
)

// statements are those of one connection, compiled when they are first used and
// kept: to compile one takes longer than to run it. They know no deadline, so
// that none stops halfway.
type statements struct {
	conn *sql.Conn
	kept map[string]*sql.Stmt // by their text
}

func (db *DB) statements(ctx context.Context) (*statements, error) {
	conn, err := db.sql.Conn(ctx)
	return &statements{conn, map[string]*sql.Stmt{}}, err
}

func (s *statements) statement(query string) (*sql.Stmt, error) {
	if st := s.kept[query]; st != nil {
		return st, nil
	}
	st, err := s.conn.PrepareContext(context.Background(), query)
	if err == nil {
		s.kept[query] = st
	}
	return st, err
}

func (s *statements) exec(query string, args ...any) error {
	st, err := s.statement(query)
	if err == nil {
		_, err = st.ExecContext(context.Background(), args...)
	}
	return err
}

// A scanner is one row, or what went wrong when it was asked for.
type scanner interface{ Scan(into ...any) error }

type wrong struct{ error }

func (w wrong) Scan(...any) error { return w.error }

func (s *statements) row(query string, args ...any) scanner {
	st, err := s.statement(query)
	if err != nil {
		return wrong{err}
	}
	return st.QueryRowContext(context.Background(), args...)
}

func (s *statements) close() error {
	var errs []error
	for _, st := range s.kept {
		errs = append(errs, st.Close())
	}
	return errors.Join(append(errs, s.conn.Close())...)
}
