package gather

import (
	"strings"
	"testing"
)

func TestAFaultInReadingIsAFailureOfItsFeedAlone(t *testing.T) {
	got, err := unbroken(func() (reading, error) {
		var none []string
		return reading{title: none[0]}, nil
	})
	if err == nil || !strings.Contains(err.Error(), "index out of range") || !strings.Contains(err.Error(), "report it with this address") || got.title != "" {
		t.Errorf("%+v, %v", got, err)
	}
}
