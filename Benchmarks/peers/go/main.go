// Command intake does what IntakeWorker does with an application that is signed by attestation, for `make bench`: see
// Benchmarks/peers/README.md for what it does and what it leaves out.
package main

import (
	"context"
	"log"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
)

func main() {
	log.SetFlags(0)
	keys, err := watch(required("SMS_ATTESTATION_KEYS"), parseKeys)
	check(err)
	schools, err := watch(required("SCHOOLS_FILE"), parseSchools)
	check(err)
	registers, err := watch(filePath("REGISTERS_URL"), parseRegisters)
	check(err)
	documents, err := openDocuments(filePath("DOCUMENTS_URL"))
	check(err)
	store, err := openStore(strings.TrimPrefix(required("STORE_URL"), "sqlite://"))
	check(err)

	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	w := &worker{
		url: required("AMQP_URL"), queue: "admission.intake", prefetch: number("PREFETCH", 200), batchLimit: number("BATCH_LIMIT", 200),
		judge: &judge{keys: keys, schools: schools, registers: registers, documents: documents}, store: store,
	}
	check(w.run(ctx))
	check(store.close())
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func required(key string) string {
	text := os.Getenv(key)
	if text == "" {
		log.Fatalf("%s is not set", key)
	}
	return text
}

func filePath(key string) string {
	path := strings.TrimPrefix(required(key), "file://")
	if !strings.HasPrefix(path, "/") {
		log.Fatalf("%s must begin with file:///", key)
	}
	return path
}

func number(key string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(key)); err == nil && n > 0 {
		return n
	}
	return otherwise
}
