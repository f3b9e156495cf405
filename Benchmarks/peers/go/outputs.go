package main

import (
	"strconv"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

// output is a message that follows from an application, as the inbox records it.
type output struct {
	ApplicationID string `json:"applicationId"`
	Body          []byte `json:"body"`
	RoutingKey    string `json:"routingKey"`
	Type          string `json:"type"`
}

type processingUpdated struct {
	ApplicationID string   `json:"applicationId"`
	ChildName     *string  `json:"childName"`
	DueBy         *string  `json:"dueBy"`
	Grade         *int     `json:"grade"`
	Language      string   `json:"language"`
	Number        string   `json:"number"`
	OccurredAt    string   `json:"occurredAt"`
	Reasons       []reason `json:"reasons"`
	RecipientIIN  string   `json:"recipientIin"`
	Resolution    *string  `json:"resolution"`
	School        school   `json:"school"`
	Service       string   `json:"service"`
	Status        string   `json:"status"`
	Step          int      `json:"step"`
}

type admissionRequested struct {
	Applicant           applicant  `json:"applicant"`
	ApplicationID       string     `json:"applicationId"`
	Arrival             int        `json:"arrival"`
	Child               child      `json:"child"`
	ConflictsWith       *string    `json:"conflictsWith"`
	Documents           []document `json:"documents"`
	DueBy               string     `json:"dueBy"`
	FromSchool          *school    `json:"fromSchool"`
	Grade               int        `json:"grade"`
	InstructionLanguage string     `json:"instructionLanguage"`
	Number              string     `json:"number"`
	School              school     `json:"school"`
	Service             string     `json:"service"`
	StatusCategories    []string   `json:"statusCategories"`
	SubmittedAt         string     `json:"submittedAt"`
}

func (r *record) update(status string, at time.Time, reasons []reason) processingUpdated {
	u := processingUpdated{
		ApplicationID: r.id, Grade: r.grade, Language: r.language, Number: r.number, OccurredAt: wireTime(at), Reasons: reasons,
		RecipientIIN: r.applicantIIN, School: school{r.school}, Service: r.service, Status: status, Step: 10,
	}
	if r.childName != "" {
		u.ChildName = &r.childName
	}
	if status == "completed" {
		negative := "negative"
		u.Resolution = &negative
	} else {
		due := wireTime(millis(r.dueBy))
		u.DueBy = &due
	}
	if u.Reasons == nil {
		u.Reasons = []reason{}
	}
	return u
}

func refused(r *record, j *judged, reasons []reason) ([]output, error) {
	body, err := encode(r.update("completed", j.judgedAt, reasons))
	return []output{{r.id, body, "processing.updated", "processing.updated.v1"}}, err
}

func accepted(r *record, j *judged) ([]output, error) {
	form := &j.application.form
	request, err := encode(admissionRequested{
		Applicant: form.Applicant, ApplicationID: r.id, Arrival: *r.arrival, Child: form.Child, ConflictsWith: r.conflictsWith,
		Documents: form.Documents, DueBy: wireTime(millis(r.dueBy)), Grade: *form.Grade, InstructionLanguage: form.InstructionLanguage,
		Number: r.number, School: form.School, Service: form.Service, StatusCategories: form.StatusCategories,
		SubmittedAt: wireTime(j.application.submittedAt),
	})
	if err != nil {
		return nil, err
	}
	update, err := encode(r.update("inProcessing", j.judgedAt, nil))
	return []output{
		{r.id, request, "school.admissionRequested." + r.school, "school.admissionRequested.v1"},
		{r.id, update, "processing.updated", "processing.updated.v1"},
	}, err
}

type publication struct {
	exchange, key string
	message       amqp.Publishing
}

// publications replace the delivery: its outputs, or a copy of it in the queue of what is parked.
func (it *item) publications(now time.Time) []publication {
	if it.parked != nil {
		return []publication{it.parkedCopy(now)}
	}
	list := make([]publication, 0, len(it.outputs))
	numbers := make(map[string]int, 2)
	headers := amqp.Table{}
	if trace, ok := it.delivery.Headers["traceparent"]; ok {
		headers["traceparent"] = trace
	}
	for _, out := range it.outputs {
		id := it.messageID.derived(out.RoutingKey + "#" + strconv.Itoa(numbers[out.RoutingKey]))
		numbers[out.RoutingKey]++
		list = append(list, publication{"admission", out.RoutingKey, amqp.Publishing{
			MessageId: id.String(), Type: out.Type, ContentType: "application/json", CorrelationId: out.ApplicationID, AppId: "intake",
			DeliveryMode: amqp.Persistent, Timestamp: now, Headers: headers, Body: out.Body,
		}})
	}
	return list
}

func (it *item) parkedCopy(now time.Time) publication {
	d := it.delivery
	headers := amqp.Table{
		"x-parked-reason": it.parked.code, "x-parked-detail": it.parked.detail, "x-parked-at": wireTime(now), "x-parked-by": "intake",
	}
	for name, value := range d.Headers {
		if _, ours := headers[name]; !ours {
			headers[name] = value
		}
	}
	return publication{"", "admission.intake.parked", amqp.Publishing{
		MessageId: d.MessageId, Type: d.Type, ContentType: d.ContentType, CorrelationId: d.CorrelationId, AppId: d.AppId,
		DeliveryMode: amqp.Persistent, Timestamp: d.Timestamp, Headers: headers, Body: d.Body,
	}}
}
