package main

import "sort"

// kinds of documents, in the order in which reasons about them are listed, with the clause that asks for each.
var kinds = []struct{ kind, clause string }{
	{"birthCertificate", "S-enrol.2"}, {"photo", "S-enrol.3"}, {"healthForm063", "S-enrol.4"}, {"healthForm026", "S-enrol.4"},
	{"targetedSocialAssistanceCertificate", "S-enrol.5a"}, {"unemploymentCertificate", "S-enrol.5b"}, {"incomeStatement", "S-enrol.5c"},
	{"guardianshipDecision", "S-enrol.5d"}, {"collegialBodyDecision", "S-enrol.5e"}, {"medicalCommissionConclusion", "S-home"},
	{"pmpkConclusion", "S-title"}, {"identityDocument", "S-transfer.2"}, {"deregistrationSlip", "S-transfer.3"},
}

func kindPlace(kind string) int {
	for i := range kinds {
		if kinds[i].kind == kind {
			return i
		}
	}
	return -1
}

// evidence is the copy that confirms a category.
var evidence = map[string]string{
	"targetedSocialAssistance": "targetedSocialAssistanceCertificate", "unemployedParents": "unemploymentCertificate",
	"lowIncome": "incomeStatement", "orphan": "guardianshipDecision", "emergency": "collegialBodyDecision",
}

var requiredKinds = map[string][]string{
	"enrolment":     {"photo", "healthForm063", "healthForm026"},
	"homeSchooling": {"photo", "healthForm063", "healthForm026", "medicalCommissionConclusion"},
}

const (
	edition         = "the text of the service standard"
	attachmentBytes = 5242880
	firstGradeAge   = 6
)

// reason is one of an answer.
type reason struct {
	Clause  *string `json:"clause"`
	Code    string  `json:"code"`
	Subject *string `json:"subject"`
}

// codes in the order in which reasons are listed, with the clause that each cites; nothing if none or the kind's.
var codes = []struct{ code, clause string }{
	{"signature.invalid", "S-step2"}, {"signature.signerMismatch", "S-step2"}, {"signature.reused", "S-step2"}, {"consent.missing", ""},
	{"window.closed", "S-window"}, {"age.notEligible", ""}, {"iin.invalid", ""}, {"applicant.notParent", "S-enrol.1"},
	{"applicant.notRepresentative", "S-enrol.1"}, {"document.missing", ""}, {"document.unreadable", ""}, {"document.tooLarge", ""},
	{"photo.wrongFormat", "S-enrol.3"}, {"application.duplicate", ""},
}

func codePlace(code string) int {
	for i := range codes {
		if codes[i].code == code {
			return i
		}
	}
	return len(codes)
}

func newReason(code, subject string) reason {
	r := reason{Code: code}
	clause := codes[codePlace(code)].clause
	if subject != "" {
		r.Subject = &subject
		if place := kindPlace(subject); place >= 0 && code != "photo.wrongFormat" {
			clause = kinds[place].clause
		}
	}
	if clause != "" {
		r.Clause = &clause
	}
	return r
}

func sortReasons(reasons []reason) {
	sort.SliceStable(reasons, func(i, j int) bool { return codePlace(reasons[i].Code) < codePlace(reasons[j].Code) })
}

// submission is what the rules see.
type submission struct {
	application *application
	facts       facts
}

// askedKind is a document that a form has to bring, unless a register has it.
type askedKind struct {
	kind     string
	register string
}

func (s *submission) askedKinds() []askedKind {
	form := &s.application.form
	asked := make([]askedKind, 0, 8)
	for _, kind := range requiredKinds[form.Service] {
		asked = append(asked, askedKind{kind: kind})
	}
	asked = append(asked, askedKind{"birthCertificate", "civil-registration"})
	for _, category := range []string{"targetedSocialAssistance", "unemployedParents", "lowIncome", "orphan", "emergency"} {
		if !oneOf(category, form.StatusCategories...) {
			continue
		}
		register := map[string]string{
			"targetedSocialAssistance": "social-assistance", "unemployedParents": "unemployment", "orphan": "guardianship",
		}[category]
		if category == "lowIncome" && oneOf("targetedSocialAssistance", form.StatusCategories...) {
			register = "social-assistance"
		}
		asked = append(asked, askedKind{evidence[category], register})
	}
	sort.SliceStable(asked, func(i, j int) bool { return kindPlace(asked[i].kind) < kindPlace(asked[j].kind) })
	return asked
}

func (s *submission) answerOf(register string) answer {
	switch register {
	case "civil-registration":
		return s.facts.civil
	case "social-assistance":
		return s.facts.socialAssistance
	case "unemployment":
		return s.facts.unemployment
	}
	return s.facts.guardianship
}

// need says whether a copy has to be there: found stands for needless, unavailable for not known yet.
func (s *submission) need(asked askedKind) answer {
	if asked.register == "" {
		return notFound
	}
	if s.applicantLacksStanding() {
		return found
	}
	if a := s.answerOf(asked.register); a != notAsked {
		return a
	}
	return found
}

func (s *submission) attaches(kind string) bool {
	for i := range s.application.form.Documents {
		if s.application.form.Documents[i].Kind == kind {
			return true
		}
	}
	return false
}

// judgedKinds are those that a rule looks at.
func (s *submission) judgedKinds() map[string]bool {
	judged := make(map[string]bool, 8)
	for _, asked := range s.askedKinds() {
		if s.need(asked) != found {
			judged[asked.kind] = true
		}
	}
	if s.dependsOnDecision() {
		judged["guardianshipDecision"] = true
	}
	return judged
}

func (s *submission) isNotParent() bool {
	form := &s.application.form
	return form.Applicant.Relation == "parent" && s.facts.civil == found && len(s.facts.parents) > 0 &&
		!oneOf(form.Applicant.IIN, s.facts.parents...)
}

func (s *submission) dependsOnDecision() bool {
	form := &s.application.form
	if form.Applicant.Relation != "legalRepresentative" {
		return false
	}
	switch s.facts.guardianship {
	case notAsked:
		return false
	case found:
		return s.facts.guardian != form.Applicant.IIN
	}
	return true
}

func (s *submission) isNotRepresentative() bool {
	return s.dependsOnDecision() && !s.attaches("guardianshipDecision") && s.facts.guardianship != unavailable
}

func (s *submission) applicantLacksStanding() bool { return s.isNotParent() || s.isNotRepresentative() }

// waits is true while a register is unavailable on which the answer depends.
func (s *submission) waits() bool {
	if s.dependsOnDecision() && !s.attaches("guardianshipDecision") && s.facts.guardianship == unavailable {
		return true
	}
	for _, asked := range s.askedKinds() {
		if s.need(asked) == unavailable && !s.attaches(asked.kind) {
			return true
		}
	}
	return false
}

// judge applies every rule, so that a citizen can mend everything in one go.
func (s *submission) judge() (reasons []reason, waits bool) {
	if s.facts.signature.word == "invalid" {
		return []reason{newReason("signature.invalid", "")}, false
	}
	if s.waits() {
		return nil, true
	}
	form := &s.application.form
	add := func(code, subject string, holds bool) {
		if holds {
			reasons = append(reasons, newReason(code, subject))
		}
	}
	add("signature.signerMismatch", "", s.facts.signature.word == "otherSigner")
	add("consent.missing", "", !form.Consent)
	isFirstGrade := *form.Grade == 1 && form.Service == "enrolment"
	day := dayOf(s.application.submittedAt)
	monthAndDay := 100*int(day.Month()) + day.Day()
	add("window.closed", "", isFirstGrade && (monthAndDay < 401 || monthAndDay > 801))
	birth := s.application.birthDate
	if s.facts.civil == found && !s.applicantLacksStanding() {
		birth = s.facts.birthDate
	}
	add("age.notEligible", "", isFirstGrade && birth.Year()+firstGradeAge > day.Year())
	add("iin.invalid", "applicant", !isIIN(form.Applicant.IIN))
	add("iin.invalid", "child", !isIIN(form.Child.IIN))
	add("applicant.notParent", "", s.isNotParent())
	add("applicant.notRepresentative", "", s.isNotRepresentative())
	for _, asked := range s.askedKinds() {
		add("document.missing", asked.kind, s.need(asked) == notFound && !s.attaches(asked.kind))
	}
	for _, kind := range s.fallingShort("unreadable") {
		add("document.unreadable", kind, true)
	}
	total := 0
	for i := range form.Documents {
		total += form.Documents[i].Size
	}
	add("document.tooLarge", "", total > attachmentBytes)
	add("photo.wrongFormat", "photo", oneOf("photo", s.fallingShort("wrongFormat")...))
	sortReasons(reasons)
	return reasons, false
}

// fallingShort gives the kinds of which a document falls short in that way, and none is good.
func (s *submission) fallingShort(way string) []string {
	judged := s.judgedKinds()
	var short []string
	for i := range kinds {
		kind, isShort, isServed := kinds[i].kind, false, false
		if !judged[kind] {
			continue
		}
		for n := range s.application.form.Documents {
			if s.application.form.Documents[n].Kind != kind {
				continue
			}
			fact := s.facts.documents[n]
			isServed = isServed || fact.isGood()
			isShort = isShort || (way == "unreadable" && fact.word == "unreadable") ||
				(way == "wrongFormat" && (fact.word == "noPicture" || fact.word == "picture" && !fact.isGood()))
		}
		if isShort && !isServed {
			short = append(short, kind)
		}
	}
	return short
}

// isGood accepts a whole document, of a photo one of 3:4 within 5 %, 354×472 px or more, no side over 20,000 px.
func (f documentFact) isGood() bool {
	if f.word != "picture" {
		return f.word == "good"
	}
	if f.width < 354 || f.height < 472 || f.width > 20000 || f.height > 20000 {
		return false
	}
	actual, wanted := 100*f.width*4, f.height*3
	return actual >= 95*wanted && actual <= 105*wanted
}
