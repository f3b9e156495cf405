package main

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"time"
)

// watched is what a file holds, read again when it changes; a file that is broken after a change leaves what it held.
type watched[T any] struct {
	path  string
	parse func([]byte) (T, error)
	value T
	time  time.Time
	size  int64
}

func watch[T any](path string, parse func([]byte) (T, error)) (*watched[T], error) {
	w := &watched[T]{path: path, parse: parse}
	return w, w.refresh()
}

func (w *watched[T]) refresh() error {
	info, err := os.Stat(w.path)
	if err != nil {
		return err
	}
	if info.ModTime().Equal(w.time) && info.Size() == w.size {
		return nil
	}
	content, err := os.ReadFile(w.path)
	if err != nil {
		return err
	}
	value, err := w.parse(content)
	if err != nil {
		return err
	}
	w.value, w.time, w.size = value, info.ModTime(), info.Size()
	return nil
}

// parseSchools reads the directory of schools: the numbers that it knows.
func parseSchools(content []byte) (map[string]bool, error) {
	rows, err := csv.NewReader(strings.NewReader(string(content))).ReadAll()
	if err != nil || len(rows) == 0 {
		return nil, errors.New("the directory of schools is no CSV")
	}
	column := -1
	for i, name := range rows[0] {
		if name == "bin" {
			column = i
		}
	}
	if column < 0 {
		return nil, errors.New("the directory of schools has no column bin")
	}
	known := make(map[string]bool, len(rows))
	for _, row := range rows[1:] {
		if isBIN(row[column]) {
			known[row[column]] = true
		}
	}
	return known, nil
}

// registers are the state's, as a file.
type registers struct {
	Civil            map[string]*civilRecord    `json:"civil-registration"`
	SocialAssistance map[string]json.RawMessage `json:"social-assistance"`
	Unemployment     map[string]json.RawMessage `json:"unemployment"`
	Guardianship     map[string]*guardianRecord `json:"guardianship"`
	Unavailable      []string                   `json:"unavailable"`
}

type civilRecord struct {
	Parents   []string `json:"parents"`
	BirthDate string   `json:"birthDate"`
}

type guardianRecord struct {
	Guardian string `json:"guardian"`
}

func parseRegisters(content []byte) (*registers, error) {
	r := &registers{}
	return r, json.Unmarshal(content, r)
}

func (r *registers) isAvailable(name string) bool { return !oneOf(name, r.Unavailable...) }
