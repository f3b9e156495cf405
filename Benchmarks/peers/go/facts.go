package main

import (
	"crypto/ecdsa"
	"errors"
	"time"
)

// answer is what a register says of somebody.
type answer int

const (
	notAsked answer = iota
	found
	notFound
	unavailable
)

// facts were looked up about one application, before any rule is applied.
type facts struct {
	signature        signatureFact
	civil            answer
	parents          []string
	birthDate        time.Time
	guardianship     answer
	guardian         string
	socialAssistance answer
	unemployment     answer
	documents        []documentFact
	// When each register had answered, and when the documents had been read.
	registersAt map[string]time.Time
	documentsAt time.Time
}

// judge looks up what the rules need and applies them.
type judge struct {
	keys      *watched[[]*ecdsa.PublicKey]
	schools   *watched[map[string]bool]
	registers *watched[*registers]
	documents *documentStore
}

// refresh looks once a batch whether a file has changed.
func (j *judge) refresh() error {
	if err := j.keys.refresh(); err != nil {
		return err
	}
	if err := j.schools.refresh(); err != nil {
		return err
	}
	return j.registers.refresh()
}

// judged is an application with what the rules said of its form.
type judged struct {
	application *application
	facts       facts
	reasons     []reason
	judgedAt    time.Time
	dueBy       time.Time
	grounds     string
}

var errWaits = errors.New("a register is unavailable while it is needed: this worker knows no retries")

func (j *judge) judge(it *item) error {
	var ok bool
	if it.messageID, ok = parseUUID(it.delivery.MessageId); !ok {
		it.parked = &parking{"message.undecodable", "message_id"}
		return nil
	}
	if it.delivery.Type != "application.submitted.v1" {
		it.parked = &parking{"message.unknownType", ""}
		return nil
	}
	a, parked := decode(it.delivery.Body)
	if parked != nil {
		it.parked = parked
		return nil
	}
	if !isBIN(a.form.School.BIN) || !j.schools.value[a.form.School.BIN] {
		it.parked = &parking{"school.unknown", "the form's school is not in the directory"}
		return nil
	}
	f := facts{signature: judgeAttestation(a, j.keys.value), documents: make([]documentFact, len(a.form.Documents))}
	for i := range f.documents {
		f.documents[i].word = "notOpened"
	}
	s := &submission{application: a, facts: f}
	if f.signature.word != "invalid" {
		s.askRegisters(j.registers.value)
		if err := s.readDocuments(j.documents); err != nil {
			return err
		}
	}
	reasons, waits := s.judge()
	if waits {
		return errWaits
	}
	now := time.Now()
	it.judged = &judged{application: a, facts: s.facts, reasons: reasons, judgedAt: now, dueBy: due(a.form.Service, a.submittedAt)}
	var err error
	it.judged.grounds, err = s.grounds(reasons, nil)
	return err
}

// askRegisters asks the one that says whether the applicant may speak for the child first; a stranger learns no more.
func (s *submission) askRegisters(r *registers) {
	form := &s.application.form
	if !form.Consent || s.facts.signature.word == "otherSigner" {
		return
	}
	s.facts.registersAt = make(map[string]time.Time, 2)
	if form.Applicant.Relation == "legalRepresentative" {
		s.askGuardianship(r)
		if s.applicantLacksStanding() {
			return
		}
	}
	s.askCivil(r)
	if s.applicantLacksStanding() {
		return
	}
	for _, category := range form.StatusCategories {
		switch category {
		case "targetedSocialAssistance":
			s.facts.socialAssistance = s.askFamily(r, "social-assistance", func(iin string) bool { return r.SocialAssistance[iin] != nil })
		case "unemployedParents":
			s.facts.unemployment = s.askFamily(r, "unemployment", func(iin string) bool { return r.Unemployment[iin] != nil })
		case "orphan":
			if s.facts.guardianship == notAsked {
				s.askGuardianship(r)
			}
		}
	}
}

func (s *submission) askCivil(r *registers) {
	child := s.application.form.Child.IIN
	s.facts.registersAt["civil-registration"] = time.Now()
	switch record := r.Civil[child]; {
	case !isIIN(child):
		s.facts.civil = notFound
	case !r.isAvailable("civil-registration"):
		s.facts.civil = unavailable
	case record == nil:
		s.facts.civil = notFound
	default:
		s.facts.civil, s.facts.parents, s.facts.birthDate = found, record.Parents, s.application.birthDate
		if record.BirthDate == "" {
			return
		}
		var err error
		if s.facts.birthDate, err = time.Parse("2006-01-02", record.BirthDate); err != nil {
			s.facts.civil, s.facts.parents = unavailable, nil
		}
	}
}

func (s *submission) askGuardianship(r *registers) {
	child := s.application.form.Child.IIN
	s.facts.registersAt["guardianship"] = time.Now()
	switch record := r.Guardianship[child]; {
	case !isIIN(child):
		s.facts.guardianship = notFound
	case !r.isAvailable("guardianship"):
		s.facts.guardianship = unavailable
	case record == nil:
		s.facts.guardianship = notFound
	default:
		s.facts.guardianship, s.facts.guardian = found, record.Guardian
	}
}

// askFamily asks about the applicant, then about the parents whom the civil register names.
func (s *submission) askFamily(r *registers, name string, has func(string) bool) answer {
	s.facts.registersAt[name] = time.Now()
	if !r.isAvailable(name) {
		return unavailable
	}
	for _, iin := range append([]string{s.application.form.Applicant.IIN}, s.facts.parents...) {
		if isIIN(iin) && has(iin) {
			return found
		}
	}
	return notFound
}

// readDocuments opens those that a rule looks at.
func (s *submission) readDocuments(store *documentStore) error {
	if s.waits() {
		return nil
	}
	judged := s.judgedKinds()
	for i := range s.application.form.Documents {
		d := &s.application.form.Documents[i]
		if !judged[d.Kind] {
			continue
		}
		var err error
		if s.facts.documents[i], err = store.fact(d); err != nil {
			return err
		}
		s.facts.documentsAt = time.Now()
	}
	return nil
}
