package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"syscall"
	"unicode"
	"unsafe"
)

// documentFact is what the store holds for an attached document.
type documentFact struct {
	word          string // good, unreadable, picture, noPicture or notOpened
	width, height int
}

var unreadable = documentFact{word: "unreadable"}

// documentStore is a folder; what is asked for never leads out of it.
type documentStore struct {
	root    int
	buffers sync.Pool
}

func openDocuments(path string) (*documentStore, error) {
	root, err := syscall.Open(path, syscall.O_RDONLY|syscall.O_DIRECTORY|syscall.O_CLOEXEC, 0)
	if err != nil {
		return nil, fmt.Errorf("DOCUMENTS_URL: %w", err)
	}
	return &documentStore{root: root, buffers: sync.Pool{New: func() interface{} { return new(bytes.Buffer) }}}, nil
}

// fact compares a document with what the form claims of it.
func (s *documentStore) fact(d *document) (documentFact, error) {
	if !isReference(d.Reference) {
		return unreadable, nil
	}
	file, err := s.open(d.Reference)
	if file == nil || err != nil {
		return unreadable, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return unreadable, err
	}
	if !info.Mode().IsRegular() || info.Size() != int64(d.Size) {
		return unreadable, nil
	}
	buffer := s.buffers.Get().(*bytes.Buffer)
	defer s.buffers.Put(buffer)
	buffer.Reset()
	// One byte more tells a file that has grown meanwhile.
	if _, err := buffer.ReadFrom(io.LimitReader(file, int64(d.Size)+1)); err != nil {
		return unreadable, err
	}
	return checkDocument(buffer.Bytes(), d), nil
}

func checkDocument(content []byte, d *document) documentFact {
	hash := sha256.Sum256(content)
	if len(content) != d.Size || hex.EncodeToString(hash[:]) != strings.ToLower(d.SHA256) {
		return unreadable
	}
	whole, width, height := inspect(strings.ToLower(d.MediaType), content)
	switch {
	case !whole:
		return unreadable
	case d.Kind != "photo":
		return documentFact{word: "good"}
	case width == 0 || height == 0:
		return documentFact{word: "noPicture"}
	}
	return documentFact{word: "picture", width: width, height: height}
}

func isReference(text string) bool {
	if text == "" || len(text) > 1024 || text[0] == '/' || strings.Contains(text, "..") || strings.Contains(text, "://") {
		return false
	}
	return strings.IndexFunc(text, unicode.IsControl) < 0
}

const (
	sysOpenat2     = 437
	resolveBeneath = 0x08
)

// open gives nothing if there is no such file beneath the folder.
func (s *documentStore) open(reference string) (*os.File, error) {
	path, err := syscall.BytePtrFromString(reference)
	if err != nil {
		return nil, nil
	}
	how := struct{ flags, mode, resolve uint64 }{
		flags: syscall.O_RDONLY | syscall.O_NONBLOCK | syscall.O_CLOEXEC, resolve: resolveBeneath,
	}
	fd, _, errno := syscall.Syscall6(
		sysOpenat2, uintptr(s.root), uintptr(unsafe.Pointer(path)), uintptr(unsafe.Pointer(&how)), unsafe.Sizeof(how), 0, 0)
	switch errno {
	case 0:
		return os.NewFile(fd, reference), nil
	case syscall.ENOENT, syscall.ENOTDIR, syscall.ELOOP, syscall.ENAMETOOLONG, syscall.ENXIO, syscall.EXDEV:
		return nil, nil
	}
	return nil, fmt.Errorf("a document cannot be opened: %w", errno)
}
