package main

import (
	"sort"
	"time"
)

// record is one application in the register.
type record struct {
	id, number, service, language  string
	applicantIIN, childIIN, school string
	childName                      string
	grade                          *int
	campaign                       int
	submittedAt, dueBy             int64
	state                          string
	arrival                        *int
	endedAt                        *int64
	duplicateOf, conflictsWith     *string
	tie                            string
}

type schoolYear struct {
	school string
	year   int
}

// ledger is what a batch needs of the register, and what it changed.
type ledger struct {
	applications map[string]*record
	ofChild      map[string][]*record
	arrivals     map[schoolYear]int
	signatures   map[string]string

	entered       []*record
	newArrivals   map[schoolYear]bool
	newSignatures []string
	judgements    []judgement
	inbox         []inboxEntry
}

type judgement struct {
	application string
	judgedAt    int64
	grounds     string
}

type inboxEntry struct {
	message string
	outputs []output
}

func (l *ledger) enter(r *record) {
	l.applications[r.id] = r
	l.ofChild[r.childIIN] = append(l.ofChild[r.childIIN], r)
	l.entered = append(l.entered, r)
}

// decide turns a judged application into effects on the ledger and the messages that follow.
func (l *ledger) decide(j *judged) ([]output, error) {
	a, form := j.application, &j.application.form
	id := a.id.String()
	if l.applications[id] != nil {
		return nil, nil
	}
	r := &record{
		id: id, number: a.number, service: form.Service, language: form.Language, applicantIIN: form.Applicant.IIN, childIIN: form.Child.IIN,
		school: form.School.BIN, campaign: a.submittedAt.Year(), submittedAt: a.submittedAt.UnixMilli(), dueBy: j.dueBy.UnixMilli(),
		state: "inProcessing", tie: "unknown",
	}
	isSigned := j.facts.signature.word != "invalid"
	if isSigned {
		r.childName, r.grade = shortName(form.Child), form.Grade
	}
	use := j.facts.signature.use
	if holder := l.signatures[use]; isSigned && holder != "" && holder != id {
		reused := []reason{newReason("signature.reused", "")}
		if err := l.keep(j, reused); err != nil {
			return nil, err
		}
		return l.refuse(r, j, reused)
	}
	if isSigned && l.signatures[use] == "" {
		l.signatures[use] = id
		l.newSignatures = append(l.newSignatures, use)
	}
	r.tie = tieOf(j)
	var holder, conflict *record
	if !silencesRegister(j.reasons) {
		holder, conflict = l.rivals(r)
	}
	switch {
	case holder != nil && (holder.applicantIIN == r.applicantIIN || r.tie == "named"):
		r.duplicateOf = &holder.number
	case holder != nil:
		r.conflictsWith = &holder.number
	case conflict != nil:
		r.conflictsWith = &conflict.number
	}
	reasons := j.reasons
	var duplicate []reason
	if holder != nil {
		duplicate = []reason{newReason("application.duplicate", "")}
		reasons = append(append([]reason{}, reasons...), duplicate...)
		sortReasons(reasons)
	}
	if err := l.keep(j, duplicate); err != nil {
		return nil, err
	}
	if len(reasons) > 0 {
		return l.refuse(r, j, reasons)
	}
	key := schoolYear{r.school, r.campaign}
	arrival := l.arrivals[key] + 1
	l.arrivals[key], l.newArrivals[key] = arrival, true
	r.arrival = &arrival
	l.enter(r)
	return accepted(r, j)
}

func (l *ledger) refuse(r *record, j *judged, reasons []reason) ([]output, error) {
	ended := j.judgedAt.UnixMilli()
	r.state, r.endedAt = "refused", &ended
	l.enter(r)
	return refused(r, j, reasons)
}

// keep writes down how the application was judged; with what the register had against it, it is written anew.
func (l *ledger) keep(j *judged, registerReasons []reason) error {
	text := j.grounds
	if len(registerReasons) > 0 {
		s := &submission{application: j.application, facts: j.facts}
		var err error
		if text, err = s.grounds(j.reasons, registerReasons); err != nil {
			return err
		}
	}
	l.judgements = append(l.judgements, judgement{j.application.id.String(), j.judgedAt.UnixMilli(), text})
	return nil
}

// rivals gives the application that makes this one a duplicate, or the one that gives way to it.
func (l *ledger) rivals(r *record) (holder, conflict *record) {
	var all []*record
	for _, other := range l.ofChild[r.childIIN] {
		if other.id == r.id || other.service != r.service {
			continue
		}
		holds := other.state == "inProcessing" || other.state == "enrolledBySchool"
		if r.service == "enrolment" && other.campaign == r.campaign && holds || r.service != "enrolment" && other.state == "inProcessing" {
			all = append(all, other)
		}
	}
	sort.Slice(all, func(i, j int) bool {
		return all[i].submittedAt < all[j].submittedAt || all[i].submittedAt == all[j].submittedAt && all[i].number < all[j].number
	})
	for _, other := range all {
		givesWay := other.applicantIIN != r.applicantIIN && other.tie == "unnamed" && r.tie == "named"
		switch {
		case givesWay && conflict == nil:
			conflict = other
		case !givesWay && (holder == nil || holder.applicantIIN != r.applicantIIN && other.applicantIIN == r.applicantIIN):
			holder = other
		}
	}
	return holder, conflict
}

func tieOf(j *judged) string {
	applicant, f := j.application.form.Applicant.IIN, &j.facts
	switch {
	case f.civil == found && oneOf(applicant, f.parents...) || f.guardianship == found && f.guardian == applicant:
		return "named"
	case f.civil == notAsked && f.guardianship == notAsked || f.civil == unavailable || f.guardianship == unavailable:
		return "unknown"
	}
	return "unnamed"
}

func silencesRegister(reasons []reason) bool {
	for _, r := range reasons {
		if oneOf(r.Code, "signature.invalid", "signature.reused", "applicant.notParent", "applicant.notRepresentative") {
			return true
		}
	}
	return false
}

func millis(ms int64) time.Time { return time.UnixMilli(ms) }
