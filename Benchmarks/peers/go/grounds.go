package main

import (
	"encoding/json"
	"time"
)

// grounds are what an application was judged by, as the store keeps them: JSON with short keys.
type grounds struct {
	Signature       string          `json:"s"`
	Grade           int             `json:"g"`
	BirthYear       int             `json:"b"`
	Relation        string          `json:"r"`
	Consent         bool            `json:"c"`
	Categories      []string        `json:"k,omitempty"`
	Documents       [][]interface{} `json:"d,omitempty"`
	DocumentsReadAt *int64          `json:"o,omitempty"`
	Answers         [][]interface{} `json:"q,omitempty"`
	Reasons         [][]string      `json:"f,omitempty"`
	RegisterReasons [][]string      `json:"l,omitempty"`
}

// grounds writes down what the judgement was founded on; of the people whom a register names only who they are to the
// applicant.
func (s *submission) grounds(reasons, registerReasons []reason) (string, error) {
	form := &s.application.form
	g := grounds{
		Signature: s.facts.signature.word, Grade: *form.Grade, BirthYear: s.application.birthDate.Year(), Relation: form.Applicant.Relation,
		Consent: form.Consent, Categories: form.StatusCategories, Reasons: kept(reasons), RegisterReasons: kept(registerReasons),
	}
	for i := range form.Documents {
		fact := s.facts.documents[i]
		entry := []interface{}{form.Documents[i].Kind, form.Documents[i].Size, fact.word}
		if fact.word == "picture" {
			entry = append(entry, fact.width, fact.height)
		}
		g.Documents = append(g.Documents, entry)
	}
	if !s.facts.documentsAt.IsZero() {
		at := s.facts.documentsAt.UnixMilli()
		g.DocumentsReadAt = &at
	}
	for _, register := range []string{"civil-registration", "social-assistance", "unemployment", "guardianship"} {
		if a := s.answerOf(register); a != notAsked {
			g.Answers = append(g.Answers, s.kept(register, a, s.facts.registersAt[register]))
		}
	}
	text, err := json.Marshal(g)
	return string(text), err
}

func (s *submission) kept(register string, a answer, at time.Time) []interface{} {
	entry := []interface{}{register, map[answer]string{found: "found", notFound: "notFound", unavailable: "unavailable"}[a], at.UnixMilli()}
	if a != found {
		return entry
	}
	applicant := s.application.form.Applicant.IIN
	switch register {
	case "civil-registration":
		entry[1] = "namesOthers"
		if len(s.facts.parents) == 0 {
			entry[1] = "namesNobody"
		} else if oneOf(applicant, s.facts.parents...) {
			entry[1] = "namesApplicant"
		}
		entry = append(entry, s.facts.birthDate.Year())
	case "guardianship":
		entry[1] = "namesOthers"
		if s.facts.guardian == applicant {
			entry[1] = "namesApplicant"
		}
	}
	return entry
}

func kept(reasons []reason) [][]string {
	var list [][]string
	for _, r := range reasons {
		entry := []string{r.Code}
		if r.Subject != nil {
			entry = append(entry, *r.Subject)
		}
		list = append(list, entry)
	}
	return list
}
