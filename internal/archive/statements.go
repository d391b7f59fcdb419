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
	_, err := s.changed(query, args...)
	return err
}

// changed is exec, and says how many rows it changed.
func (s *statements) changed(query string, args ...any) (int64, error) {
	st, err := s.statement(query)
	if err != nil {
		return 0, err
	}
	res, err := st.ExecContext(context.Background(), args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func (s *statements) rows(query string, args ...any) (*sql.Rows, error) {
	st, err := s.statement(query)
	if err != nil {
		return nil, err
	}
	return st.QueryContext(context.Background(), args...)
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
