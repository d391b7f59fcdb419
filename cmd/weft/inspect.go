package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/textproto"
	"os"
	"strings"

	"weft/internal/feed"
	"weft/internal/fetch"

	"github.com/spf13/cobra"
)

func newInspect(env *environment) *cobra.Command {
	var address string
	var headers []string
	var private, asJSON bool
	cmd := &cobra.Command{
		Use: "inspect FILE|URL…", Short: "show what weft reads in a feed", GroupID: forMachines,
		Long: "Inspect prints one JSON object for each file or address: error, feed, entries,\n" +
			"as weft would take them in. It needs no site and changes nothing; within a site\n" +
			"it tells those it asks the site's address, and goes out as site.toml says.",
		Example:     "  weft inspect feed.xml\n  weft inspect --url https://example.org/feed --header 'Content-Type: text/xml' saved.xml\n  weft inspect https://example.org/feed.xml",
		Args:        cobra.MinimumNArgs(1),
		Annotations: map[string]string{partly: "some of what was named could not be read; the member error says why"},
		RunE: func(cmd *cobra.Command, args []string) error {
			src, err := sourceOf(address, headers)
			if err != nil {
				return err
			}
			return env.inspect(cmd.Context(), args, src, private)
		},
	}
	cmd.Flags().StringVar(&address, "url", "", "the `address` that a file came from")
	cmd.Flags().StringArrayVar(&headers, "header", nil, "a `header` that it came with, as 'Name: value'; may be repeated")
	cmd.Flags().BoolVar(&private, "private", false, "let an address lead to a private network")
	cmd.Flags().BoolVar(&asJSON, "json", true, "JSON, which is the only form there is")
	return cmd
}

func sourceOf(address string, headers []string) (feed.Source, error) {
	src := feed.Source{Address: address}
	for _, h := range headers {
		name, value, ok := strings.Cut(h, ":")
		if !ok {
			return src, usageError{fmt.Errorf("--header %q has no colon; write it like 'Content-Type: text/xml'", h)}
		}
		switch value = strings.TrimSpace(value); textproto.CanonicalMIMEHeaderKey(strings.TrimSpace(name)) {
		case "Content-Type":
			src.ContentType = value
		case "Content-Location":
			src.ContentLocation = value
		}
	}
	return src, nil
}

func (env *environment) inspect(ctx context.Context, args []string, src feed.Source, private bool) error {
	enc := json.NewEncoder(env.stdout)
	enc.SetEscapeHTML(false)
	broken := 0
	client := env.client(env.around(), fetch.Options{})
	for _, name := range args {
		parsed, err := read(ctx, client, name, src, private)
		if err != nil {
			broken++
		}
		if err := enc.Encode(feed.NewReport(parsed, err)); err != nil {
			return err
		}
	}
	switch {
	case broken == len(args):
		return errors.New("nothing could be read; the member error says why")
	case broken > 0:
		return errPartly
	}
	return nil
}

func read(ctx context.Context, client *fetch.Client, name string, src feed.Source, private bool) (*feed.Feed, error) {
	if strings.HasPrefix(name, "http://") || strings.HasPrefix(name, "https://") {
		req := fetch.Request{URL: name}
		if private {
			req.Network = fetch.NetworkPrivate
		}
		o := client.Get(ctx, req)
		var failure *fetch.Failure
		if errors.As(o.Err, &failure) && failure.Reason == fetch.ReasonPrivate {
			return nil, fmt.Errorf("%s; --private lets it", failure.Text)
		}
		if o.Status != fetch.OK {
			return nil, o.Err
		}
		return feed.Parse(o.Body, feed.Source{Address: o.FinalURL, ContentType: o.Header.Get("Content-Type"), ContentLocation: o.Header.Get("Content-Location")})
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return feed.Parse(data, src)
}
