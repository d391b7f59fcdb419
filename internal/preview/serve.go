package preview

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"
)

// Serve answers at a listener until the context ends, and then at once, though
// pages still listen.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	srv := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	stop := context.AfterFunc(ctx, func() {
		s.Close()
		srv.Close()
	})
	defer stop()
	err := srv.Serve(l)
	s.Close()
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
