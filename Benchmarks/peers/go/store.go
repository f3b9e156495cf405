package main

import (
	"database/sql"
	"encoding/json"
	"time"

	_ "github.com/mattn/go-sqlite3"
)

// store is one SQLite file, with the tables of ours that an application of a school touches.
type store struct {
	db         *sql.DB
	statements map[string]*sql.Stmt
}

const schema = `
CREATE TABLE IF NOT EXISTS inbox (worker TEXT NOT NULL, message_id TEXT NOT NULL, recorded_at INTEGER NOT NULL, outputs TEXT NOT NULL,
  PRIMARY KEY (worker, message_id)) STRICT;
CREATE INDEX IF NOT EXISTS inbox_recorded ON inbox (recorded_at);
CREATE TABLE IF NOT EXISTS application (id TEXT NOT NULL PRIMARY KEY, number TEXT NOT NULL, service TEXT NOT NULL, language TEXT NOT NULL,
  applicant_iin TEXT NOT NULL, child_iin TEXT NOT NULL, child_name TEXT NOT NULL, school_bin TEXT NOT NULL, campaign INTEGER NOT NULL,
  submitted_at INTEGER NOT NULL, due_by INTEGER NOT NULL, state TEXT NOT NULL, arrival INTEGER, ended_at INTEGER, duplicate_of TEXT,
  grade INTEGER, received_at INTEGER, applicant_tie TEXT, conflicts_with TEXT, decisions TEXT) STRICT;
CREATE INDEX IF NOT EXISTS application_of_child ON application (child_iin);
CREATE UNIQUE INDEX IF NOT EXISTS application_arrival ON application (school_bin, campaign, arrival) WHERE arrival IS NOT NULL;
CREATE INDEX IF NOT EXISTS application_in_processing ON application (due_by, id) WHERE state = 'inProcessing';
CREATE INDEX IF NOT EXISTS application_unanswered ON application (due_by, id) WHERE state IN ('received', 'inProcessing');
CREATE INDEX IF NOT EXISTS application_submitted ON application (submitted_at, id);
CREATE TABLE IF NOT EXISTS arrival_counter (school_bin TEXT NOT NULL, year INTEGER NOT NULL, last INTEGER NOT NULL,
  PRIMARY KEY (school_bin, year)) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS signature_use (signature TEXT NOT NULL PRIMARY KEY, application_id TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS judgement (application_id TEXT NOT NULL PRIMARY KEY, edition TEXT NOT NULL, judged_at INTEGER NOT NULL,
  grounds TEXT NOT NULL) STRICT;`

const columns = `id, number, service, language, applicant_iin, child_iin, child_name, school_bin, campaign, submitted_at, due_by, state,
  arrival, ended_at, duplicate_of, grade, applicant_tie, conflicts_with`

var texts = map[string]string{
	"inbox":          `SELECT message_id, outputs FROM inbox WHERE worker = 'intake' AND message_id IN (SELECT value FROM json_each(?))`,
	"applications":   `SELECT ` + columns + ` FROM application WHERE id IN (SELECT value FROM json_each(?))`,
	"children":       `SELECT ` + columns + ` FROM application WHERE child_iin IN (SELECT value FROM json_each(?))`,
	"signatures":     `SELECT signature, application_id FROM signature_use WHERE signature IN (SELECT value FROM json_each(?))`,
	"arrival":        `SELECT last FROM arrival_counter WHERE school_bin = ? AND year = ?`,
	"putInbox":       `INSERT INTO inbox (worker, message_id, recorded_at, outputs) VALUES ('intake', ?, ?, ?)`,
	"putApplication": `INSERT INTO application (` + columns + `) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
	"putArrival":     `INSERT INTO arrival_counter (school_bin, year, last) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET last = excluded.last`,
	"putSignature":   `INSERT INTO signature_use (signature, application_id) VALUES (?, ?)`,
	"putJudgement":   `INSERT INTO judgement (application_id, edition, judged_at, grounds) VALUES (?, ?, ?, ?)`,
}

func openStore(path string) (*store, error) {
	db, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=5000&_txlock=immediate")
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if _, err := db.Exec(schema); err != nil {
		return nil, err
	}
	s := &store{db: db, statements: make(map[string]*sql.Stmt, len(texts))}
	for name, text := range texts {
		if s.statements[name], err = db.Prepare(text); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (s *store) close() error { return s.db.Close() }

// commit decides a judged batch and writes its effects and its outputs, in one transaction; what the inbox knows is
// answered as it was then.
func (s *store) commit(batch []*item) error {
	tx, err := s.db.Begin()
	if err != nil {
		return err
	}
	defer tx.Rollback()
	t := &transaction{tx: tx, statements: s.statements}
	known, ledger, err := t.load(batch)
	if err != nil {
		return err
	}
	for _, it := range batch {
		if it.judged == nil {
			continue
		}
		id := it.messageID.String()
		if outputs, seen := known[id]; seen {
			it.outputs = outputs
			continue
		}
		if it.outputs, err = ledger.decide(it.judged); err != nil {
			return err
		}
		known[id] = it.outputs
		ledger.inbox = append(ledger.inbox, inboxEntry{id, it.outputs})
	}
	if err := t.save(ledger, time.Now().UnixMilli()); err != nil {
		return err
	}
	return tx.Commit()
}

type transaction struct {
	tx         *sql.Tx
	statements map[string]*sql.Stmt
}

// load reads what the batch needs, each kind by one statement.
func (t *transaction) load(batch []*item) (map[string][]output, *ledger, error) {
	var ids, messages, children, signatures []string
	l := &ledger{
		applications: map[string]*record{}, ofChild: map[string][]*record{}, arrivals: map[schoolYear]int{},
		newArrivals: map[schoolYear]bool{}, signatures: map[string]string{},
	}
	for _, it := range batch {
		if it.judged == nil {
			continue
		}
		a := it.judged.application
		messages, ids = append(messages, it.messageID.String()), append(ids, a.id.String())
		children = append(children, a.form.Child.IIN)
		if use := it.judged.facts.signature.use; use != "" {
			signatures = append(signatures, use)
		}
		key := schoolYear{a.form.School.BIN, a.submittedAt.Year()}
		if _, asked := l.arrivals[key]; asked {
			continue
		}
		last := 0
		if err := t.tx.Stmt(t.statements["arrival"]).QueryRow(key.school, key.year).Scan(&last); err != nil && err != sql.ErrNoRows {
			return nil, nil, err
		}
		l.arrivals[key] = last
	}
	known := map[string][]output{}
	err := t.each("inbox", messages, func(rows *sql.Rows) error {
		var id, text string
		var outputs []output
		if err := rows.Scan(&id, &text); err != nil {
			return err
		}
		err := json.Unmarshal([]byte(text), &outputs)
		known[id] = outputs
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	note := func(rows *sql.Rows) error {
		r := &record{}
		err := rows.Scan(&r.id, &r.number, &r.service, &r.language, &r.applicantIIN, &r.childIIN, &r.childName, &r.school, &r.campaign,
			&r.submittedAt, &r.dueBy, &r.state, &r.arrival, &r.endedAt, &r.duplicateOf, &r.grade, &r.tie, &r.conflictsWith)
		if err == nil && l.applications[r.id] == nil {
			l.applications[r.id] = r
			l.ofChild[r.childIIN] = append(l.ofChild[r.childIIN], r)
		}
		return err
	}
	if err := t.each("applications", ids, note); err != nil {
		return nil, nil, err
	}
	if err := t.each("children", children, note); err != nil {
		return nil, nil, err
	}
	return known, l, t.each("signatures", signatures, func(rows *sql.Rows) error {
		var use, application string
		err := rows.Scan(&use, &application)
		l.signatures[use] = application
		return err
	})
}

func (t *transaction) each(statement string, keys []string, read func(*sql.Rows) error) error {
	list, err := json.Marshal(keys)
	if err != nil {
		return err
	}
	rows, err := t.tx.Stmt(t.statements[statement]).Query(string(list))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := read(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (t *transaction) save(l *ledger, now int64) error {
	put := t.tx.Stmt(t.statements["putApplication"])
	for _, r := range l.entered {
		if _, err := put.Exec(r.id, r.number, r.service, r.language, r.applicantIIN, r.childIIN, r.childName, r.school, r.campaign,
			r.submittedAt, r.dueBy, r.state, r.arrival, r.endedAt, r.duplicateOf, r.grade, r.tie, r.conflictsWith); err != nil {
			return err
		}
	}
	for key := range l.newArrivals {
		if _, err := t.tx.Stmt(t.statements["putArrival"]).Exec(key.school, key.year, l.arrivals[key]); err != nil {
			return err
		}
	}
	put = t.tx.Stmt(t.statements["putSignature"])
	for _, use := range l.newSignatures {
		if _, err := put.Exec(use, l.signatures[use]); err != nil {
			return err
		}
	}
	put = t.tx.Stmt(t.statements["putJudgement"])
	for _, j := range l.judgements {
		if _, err := put.Exec(j.application, edition, j.judgedAt, j.grounds); err != nil {
			return err
		}
	}
	put = t.tx.Stmt(t.statements["putInbox"])
	for _, entry := range l.inbox {
		outputs, err := encode(entry.outputs)
		if err != nil {
			return err
		}
		if _, err := put.Exec(entry.message, now, string(outputs)); err != nil {
			return err
		}
	}
	return nil
}
