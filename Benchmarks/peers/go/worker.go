package main

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	amqp "github.com/rabbitmq/amqp091-go"
)

// worker takes natural batches off its queue. While one is committed and published the next one is judged on all cores,
// and the one before waits for its confirms; a delivery is acknowledged when its outputs are confirmed.
type worker struct {
	url        string
	queue      string
	prefetch   int
	batchLimit int
	judge      *judge
	store      *store
}

// item is a delivery with what became of it so far.
type item struct {
	delivery  amqp.Delivery
	messageID uuid
	judged    *judged
	parked    *parking
	outputs   []output
}

// parking says why a person must look.
type parking struct{ code, detail string }

// sentBatch waits for its confirms.
type sentBatch struct {
	last    amqp.Delivery
	outputs int
}

func (w *worker) run(ctx context.Context) error {
	in, deliveries, err := w.consume()
	if err != nil {
		return err
	}
	defer in.Connection().Close()
	out, confirms, err := w.publisher()
	if err != nil {
		return err
	}
	defer out.Connection().Close()

	group := newGroup()
	judged := make(chan []*item, 1)
	sent := make(chan sentBatch, 4)
	group.start(func() error {
		defer close(judged)
		return w.judgeBatches(deliveries, judged, group.done)
	})
	group.start(func() error {
		defer close(sent)
		for batch := range judged {
			s, err := w.settle(ctx, batch, out.Channel)
			if err != nil {
				return err
			}
			select {
			case sent <- s:
			case <-group.done:
				return nil
			}
		}
		return nil
	})
	group.start(func() error { return acknowledge(sent, confirms) })
	go func() {
		select {
		case <-ctx.Done():
			in.Cancel("intake", false)
		case <-group.done:
		}
	}()
	return group.wait()
}

// channel is an AMQP channel with its own connection, so that a broker that holds publishers back still takes
// acknowledgements.
type channel struct {
	*amqp.Channel
	connection *amqp.Connection
}

func (c channel) Connection() *amqp.Connection { return c.connection }

func (w *worker) dial() (channel, error) {
	connection, err := amqp.Dial(w.url)
	if err != nil {
		return channel{}, err
	}
	ch, err := connection.Channel()
	return channel{ch, connection}, err
}

func (w *worker) consume() (channel, <-chan amqp.Delivery, error) {
	ch, err := w.dial()
	if err != nil {
		return ch, nil, err
	}
	if err := ch.Qos(w.prefetch, 0, false); err != nil {
		return ch, nil, err
	}
	deliveries, err := ch.Consume(w.queue, "intake", false, false, false, false, nil)
	return ch, buffered(deliveries, w.prefetch), err
}

// buffered gathers what arrives while a batch is judged: the library hands deliveries over one at a time, to whoever waits.
func buffered(deliveries <-chan amqp.Delivery, count int) <-chan amqp.Delivery {
	gathered := make(chan amqp.Delivery, count)
	go func() {
		defer close(gathered)
		for delivery := range deliveries {
			gathered <- delivery
		}
	}()
	return gathered
}

// publisher opens the channel for outputs, and that of their confirms, which come in the order of publishing. (The library's
// deferred confirms are not used: version 1.5 makes them after it has sent, and forgets those of a broker that was quicker.)
func (w *worker) publisher() (channel, <-chan amqp.Confirmation, error) {
	ch, err := w.dial()
	if err != nil {
		return ch, nil, err
	}
	// A delivery has two or three outputs, so that this is never full.
	confirms := ch.NotifyPublish(make(chan amqp.Confirmation, 8*w.prefetch))
	returns := ch.NotifyReturn(make(chan amqp.Return, 1))
	go func() {
		for r := range returns {
			check(fmt.Errorf("no queue takes %s", r.RoutingKey))
		}
	}()
	return ch, confirms, ch.Confirm(false)
}

// judgeBatches judges what has arrived, at most batchLimit at a time, and never waits for a batch to fill up.
func (w *worker) judgeBatches(deliveries <-chan amqp.Delivery, judged chan<- []*item, done <-chan struct{}) error {
	for first := range deliveries {
		batch := []*item{{delivery: first}}
	gather:
		for len(batch) < w.batchLimit {
			select {
			case next, more := <-deliveries:
				if !more {
					break gather
				}
				batch = append(batch, &item{delivery: next})
			default:
				break gather
			}
		}
		if err := w.judge.refresh(); err != nil {
			return err
		}
		if err := eachInParallel(batch, w.judge.judge); err != nil {
			return err
		}
		select {
		case judged <- batch:
		case <-done:
			return nil
		}
	}
	return nil
}

// settle commits a judged batch and publishes what follows from it.
func (w *worker) settle(ctx context.Context, batch []*item, out *amqp.Channel) (sentBatch, error) {
	if err := w.store.commit(batch); err != nil {
		return sentBatch{}, err
	}
	sent := sentBatch{last: batch[len(batch)-1].delivery}
	for _, it := range batch {
		for _, p := range it.publications(time.Now()) {
			if err := out.PublishWithContext(ctx, p.exchange, p.key, true, false, p.message); err != nil {
				return sentBatch{}, err
			}
			sent.outputs++
		}
	}
	return sent, nil
}

func acknowledge(sent <-chan sentBatch, confirms <-chan amqp.Confirmation) error {
	for batch := range sent {
		for n := 0; n < batch.outputs; n++ {
			if confirm := <-confirms; !confirm.Ack {
				return fmt.Errorf("the broker refused an output")
			}
		}
		if err := batch.last.Ack(true); err != nil {
			return err
		}
	}
	return nil
}

// eachInParallel does the work for every item, on all cores, and returns the first error.
func eachInParallel(items []*item, work func(*item) error) error {
	workers := runtime.GOMAXPROCS(0)
	if workers > len(items) {
		workers = len(items)
	}
	var next int64 = -1
	var first atomic.Value
	var wait sync.WaitGroup
	for n := 0; n < workers; n++ {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for i := atomic.AddInt64(&next, 1); i < int64(len(items)); i = atomic.AddInt64(&next, 1) {
				if err := work(items[i]); err != nil {
					first.CompareAndSwap(nil, err)
				}
			}
		}()
	}
	wait.Wait()
	if err, failed := first.Load().(error); failed {
		return err
	}
	return nil
}

// group runs functions until all have ended or one has failed.
type group struct {
	done   chan struct{}
	once   sync.Once
	err    error
	active sync.WaitGroup
}

func newGroup() *group { return &group{done: make(chan struct{})} }

func (g *group) start(work func() error) {
	g.active.Add(1)
	go func() {
		defer g.active.Done()
		if err := work(); err != nil {
			g.once.Do(func() {
				g.err = err
				close(g.done)
			})
		}
	}()
}

func (g *group) wait() error {
	finished := make(chan struct{})
	go func() {
		g.active.Wait()
		close(finished)
	}()
	select {
	case <-finished:
	case <-g.done:
	}
	return g.err
}
