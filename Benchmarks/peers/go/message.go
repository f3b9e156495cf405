package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"regexp"
	"time"
	"unicode"
	"unicode/utf8"
)

// The bodies of the contract. Fields stand in the order of their names, as the bodies that go out have them.

type submitted struct {
	ApplicationID string `json:"applicationId"`
	Form          string `json:"form"`
	Number        string `json:"number"`
	Signature     struct {
		Attestation string `json:"attestation"`
		Method      string `json:"method"`
	} `json:"signature"`
	SubmittedAt string `json:"submittedAt"`
}

type form struct {
	Applicant           applicant   `json:"applicant"`
	Child               child       `json:"child"`
	Consent             bool        `json:"consentToDataAccess"`
	Documents           []document  `json:"documents"`
	Grade               *int        `json:"grade"`
	InstructionLanguage string      `json:"instructionLanguage"`
	Language            string      `json:"language"`
	School              school      `json:"school"`
	Service             string      `json:"service"`
	StatusCategories    []string    `json:"statusCategories"`
	Transfer            interface{} `json:"transfer"`
}

type applicant struct {
	FamilyName string  `json:"familyName"`
	GivenName  string  `json:"givenName"`
	IIN        string  `json:"iin"`
	Patronymic *string `json:"patronymic"`
	Phone      *string `json:"phone"`
	Relation   string  `json:"relation"`
}

type child struct {
	BirthDate  string  `json:"birthDate"`
	BornAbroad bool    `json:"bornAbroad"`
	FamilyName string  `json:"familyName"`
	GivenName  string  `json:"givenName"`
	IIN        string  `json:"iin"`
	Patronymic *string `json:"patronymic"`
}

type school struct {
	BIN string `json:"bin"`
}

type document struct {
	FileName  *string `json:"fileName"`
	Kind      string  `json:"kind"`
	MediaType string  `json:"mediaType"`
	Reference string  `json:"reference"`
	SHA256    string  `json:"sha256"`
	Size      int     `json:"size"`
}

// application is a decoded message.
type application struct {
	id          uuid
	number      string
	submittedAt time.Time
	form        form
	formBytes   []byte
	attestation string
	birthDate   time.Time
}

const maximumBody = 256 * 1024

var kazakhstan = time.FixedZone("UTC+5", 5*3600)

var applicationNumber = regexp.MustCompile(`^[0-9A-Z/-]{1,32}$`)

// decode reads a body; what can never be one is parked, by the path of the field that is to blame.
func decode(body []byte) (*application, *parking) {
	undecodable := func(path string) (*application, *parking) { return nil, &parking{"message.undecodable", path} }
	if len(body) > maximumBody {
		return nil, &parking{"message.tooLarge", ""}
	}
	if !utf8.Valid(body) || !json.Valid(body) {
		return nil, &parking{"message.notJSON", ""}
	}
	var s submitted
	if err := json.Unmarshal(body, &s); err != nil {
		return undecodable(fieldOf(err, ""))
	}
	a := &application{number: s.Number, attestation: s.Signature.Attestation}
	var ok bool
	if a.id, ok = parseUUID(s.ApplicationID); !ok {
		return undecodable("applicationId")
	}
	if !applicationNumber.MatchString(s.Number) {
		return undecodable("number")
	}
	var err error
	if a.submittedAt, err = time.Parse(time.RFC3339Nano, s.SubmittedAt); err != nil {
		return undecodable("submittedAt")
	}
	a.submittedAt = a.submittedAt.Truncate(time.Millisecond).In(kazakhstan)
	if s.Signature.Method != "sms" {
		return undecodable("signature.method")
	}
	if a.formBytes, err = base64.StdEncoding.Strict().DecodeString(s.Form); err != nil || !utf8.Valid(a.formBytes) {
		return undecodable("form")
	}
	if err := json.Unmarshal(a.formBytes, &a.form); err != nil {
		return undecodable(fieldOf(err, "form."))
	}
	if path := a.form.wrong(); path != "" {
		return undecodable("form." + path)
	}
	if a.birthDate, err = time.Parse("2006-01-02", a.form.Child.BirthDate); err != nil {
		return undecodable("form.child.birthDate")
	}
	return a, nil
}

func fieldOf(err error, prefix string) string {
	if e, ok := err.(*json.UnmarshalTypeError); ok {
		return prefix + e.Field
	}
	return prefix
}

// wrong gives the path of the first field that breaks the contract's bounds, or nothing.
func (f *form) wrong() string {
	for _, name := range []struct{ path, text string }{
		{"applicant.familyName", f.Applicant.FamilyName}, {"applicant.givenName", f.Applicant.GivenName},
		{"child.familyName", f.Child.FamilyName}, {"child.givenName", f.Child.GivenName},
	} {
		if !isName(name.text) {
			return name.path
		}
	}
	switch {
	case f.Applicant.Patronymic != nil && !isName(*f.Applicant.Patronymic):
		return "applicant.patronymic"
	case f.Child.Patronymic != nil && !isName(*f.Child.Patronymic):
		return "child.patronymic"
	case !oneOf(f.Service, "enrolment", "homeSchooling"):
		return "service"
	case !oneOf(f.Language, "kk", "ru", "en"):
		return "language"
	case !oneOf(f.Applicant.Relation, "parent", "legalRepresentative"):
		return "applicant.relation"
	case f.Grade == nil || *f.Grade < 0 || *f.Grade > 12:
		return "grade"
	case len(f.Documents) > 32:
		return "documents"
	}
	for i, d := range f.Documents {
		if kindPlace(d.Kind) < 0 || d.Size < 0 {
			return fmt.Sprintf("documents.%d", i)
		}
	}
	for i, c := range f.StatusCategories {
		if _, known := evidence[c]; !known {
			return fmt.Sprintf("statusCategories.%d", i)
		}
	}
	return ""
}

// isName accepts 1 to 100 letters, marks, spaces, hyphens, apostrophes and full stops.
func isName(text string) bool {
	if text == "" || utf8.RuneCountInString(text) > 100 {
		return false
	}
	for _, r := range text {
		switch r {
		case ' ', '\u00A0', '-', '\u2010', '\u2011', '\'', '\u2019', '\u02BC', '.':
		default:
			if !unicode.IsLetter(r) && !unicode.IsMark(r) {
				return false
			}
		}
	}
	return true
}

func oneOf(text string, words ...string) bool {
	for _, word := range words {
		if text == word {
			return true
		}
	}
	return false
}

// encode writes JSON without escaping for HTML.
func encode(value interface{}) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(buffer.Bytes(), []byte("\n")), nil
}

// wireTime writes a moment in Kazakhstan's time, with milliseconds if there are any.
func wireTime(t time.Time) string { return t.In(kazakhstan).Format("2006-01-02T15:04:05.999-07:00") }
