@testable import AdmissionBoard
import Foundation
import QueueContracts
import Testing
import WorkerStore

struct NowTests {
  private let now = Timestamp(milliseconds: 1_775_000_000_000)

  private func hours(_ numbers: Double...) -> [Timestamp] {
    numbers.map { Timestamp(milliseconds: now.milliseconds + Int64($0 * 3_600_000)) }
  }

  @Test("The deadlines that will be missed at the present pace are counted, and the first of them is named")
  func forecast() {
    // At two answers an hour, the first answer comes after half an hour, the second after an hour, and so on.
    let forecast = Forecast(deadlines: hours(0.4, 2, 1.4, 2.5).sorted(), perHour: 2, at: now)
    #expect(forecast.missed == 1)
    #expect(forecast.firstMissed == hours(0.4)[0])
    #expect(Forecast(deadlines: hours(1, 1, 1), perHour: 0, at: now).missed == 0)
    #expect(Forecast(deadlines: hours(1, 1, 1), perHour: 2, at: now).missed == 1)
  }

  @Test("A percentile of the waiting times is the upper bound of the histogram bucket that it falls into")
  func waits() {
    let waits = Waits(counts: [0.5: 50, 2: 48, 60: 2])
    #expect(waits.percentile(0.5) == 0.5)
    #expect(waits.percentile(0.98) == 2)
    #expect(waits.percentile(0.99) == 60)
    #expect(Waits().percentile(0.5) == nil)
    #expect(Waits(counts: [.infinity: 1]).percentile(0.5) == .infinity)
  }

  @Test("A place in the flow adds up its queues; a request in the hub's queue and in a school's queue counts once")
  func places() {
    let queues: [String: Snapshot.QueueFact] = [
      "admission.schools": .init(waiting: 3, inHand: 1, rateOut: 0.5),
      "admission.schools.961141000023": .init(waiting: 4, inHand: 2), "admission.schools.parked": .init(waiting: 9),
      "admission.schools.961141000023.parked": .init(waiting: 2), "admission.schools.1.parked": .init(waiting: 100),
      "admission.intake": .init(waiting: 1), "admission.intake.retry.5": .init(waiting: 2),
      "admission.intake.retry.30": .init(waiting: 5), "admission.intake.parked": .init(waiting: 6),
    ]
    let schools = FlowPlace(of: .schools, in: queues)
    #expect(schools.waiting == 4)
    #expect(schools.inHand == 2)
    #expect(schools.rateOut == 0.5)
    #expect(schools.parked == 11)
    let intake = FlowPlace(of: .worker(.intake), in: queues)
    #expect(intake.retrying == 7)
    #expect(intake.parked == 6)
    #expect(intake.inHand == nil)
  }

  @Test("If the broker does not tell how old a queue's messages are, the page takes the age from the store")
  func oldest() {
    var snapshot = Snapshot(time: now)
    snapshot.queues = [
      "admission.intake": .init(waiting: 1), "admission.transfer": .init(waiting: 0, inHand: 0),
      "admission.notify": .init(waiting: 2, inHand: 0),
    ]
    func texts() -> [String] { FlowModel(snapshot, now: now.adding(seconds: 9)).rows.map(\.oldest) }
    #expect(texts() == ["not known", "none", "not known", "not known"])
    func waiting(_ state: String, _ service: String, asked: Bool = true, hours: Int64) -> UnansweredApplications {
      UnansweredApplications(
        state: state, service: service, wasSchoolAsked: asked, count: 1,
        oldest: now.adding(seconds: -hours * 3600).milliseconds)
    }
    snapshot.unanswered = TimedAnswer(time: now, value: [])
    snapshot.oldestUnposted = TimedAnswer(time: now, value: nil)
    #expect(texts() == ["none", "none", "none", "not known"])
    snapshot.unanswered = TimedAnswer(
      time: now,
      value: [
        waiting("inProcessing", "enrolment", hours: 20), waiting("inProcessing", "transfer", hours: 30),
        waiting("inProcessing", "transfer", asked: false, hours: 40),
        waiting("received", "enrolment", asked: false, hours: 3),
        waiting("received", "transfer", asked: false, hours: 2),
      ])
    snapshot.oldestUnposted = TimedAnswer(time: now, value: now.adding(seconds: -4))
    #expect(texts() == ["3 h", "40 h", "30 h", "4 s"], "counted up to the time of the store's answer")
    #expect(FlowModel(snapshot, now: now).isOldestOfStore)
    snapshot.queues["admission.notify"] = .init(waiting: 0, inHand: 0)
    #expect(texts()[3] == "none", "an update that was discarded is never posted, and does not wait")
    snapshot.queues["admission.intake"]?.oldest = now.adding(seconds: 4)
    #expect(texts()[0] == "5 s" && !FlowModel(snapshot, now: now).isOldestOfStore)
  }

  @Test(
    "Numbers are written in a short form",
    arguments: [
      (Figures.count(1_234_567), "1\u{202F}234\u{202F}567"), (Figures.count(-12), "−12"), (Figures.count(999), "999"),
      (Figures.duration(0.25), "250 ms"), (Figures.duration(3), "3 s"), (Figures.duration(600), "10 min"),
      (Figures.duration(86_400), "24 h"), (Figures.duration(.infinity), "more than 90 days"),
      (Figures.rate(0), "0/s"), (Figures.rate(0.5), "30/min"), (Figures.rate(4.25), "4.3/s"),
      (Figures.rate(1234), "1\u{202F}234/s"),
    ])
  func figures(made: String, wanted: String) { #expect(made == wanted) }

  @Test("Names that other programs chose are shown as text, on pages and in charts")
  func hostile() throws {
    let text = "<script>alert(\"1\")</script>&'"
    var snapshot = Snapshot(time: now)
    snapshot.workers = [.init(name: text, isReady: false, lines: [text])]
    snapshot.queues = ["admission.intake": .init(waiting: 1)]
    let templates = try Templates()
    let html = templates.render("now-health", HealthModel(snapshot))
    #expect(!html.contains("<script>"))
    #expect(html.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;"))
    let chart = LineChart(series: [.init(name: text, values: [1, nil, 2])], labels: [text, "b", "c"]) { _ in text }
    #expect(!chart.svg.contains("<script>"))
  }

  @Test("If the queues are not known, the picture of the flow says so")
  func nothingKnown() throws {
    let templates = try Templates()
    let html = templates.render("now-flow", FlowModel(Snapshot(time: now), now: now))
    #expect(html.contains("not known"))
  }
}
