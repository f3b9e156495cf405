@testable import AdmissionBoard
import Admission
import Foundation
import QueueContracts
import Testing
import WorkerStore
import WorkerTesting

struct SchoolsPageTests {
  @Test("Schools are listed with their answer times and delays, the school with the longest delay first")
  func list() async throws {
    let now = StoreSample.time(10 * 86_400)
    try await BoardHarness.run(now: { now }) { harness in
      try await harness.change { ledger in
        for number in 1...3 {
          let sample = StoreSample.application(number)
          ledger.enter(
            ApplicationRecord(
              id: sample.id, number: sample.number, service: .enrolment, language: .kk, applicantIin: "1",
              childIin: "\(number)", childName: nil, grade: 1, school: SchoolReference(bin: "961141000023"),
              submittedAt: sample.submittedAt, dueBy: sample.dueBy, state: .enrolledBySchool, arrival: number,
              endedAt: sample.submittedAt.adding(seconds: Int64(number) * 7200)))
        }
        ledger.enter(StoreSample.application(9))
        _ = ledger.acceptArrival(of: StoreSample.id(9))
      }
      let page = try await harness.signedIn(as: .reader).get("/schools")
      #expect(page.status == 200)
      #expect(page.text.contains("4 h 0 min"), "half of three within the second one's time")
      #expect(page.text.contains("6 h 0 min"), "the slowest")
      #expect(page.text.contains("1, for up to 8 d"), "one is late")
      let late = try #require(page.text.range(of: StoreSample.school.digits))
      let fast = try #require(page.text.range(of: "961141000023"))
      #expect(late.lowerBound < fast.lowerBound, "the late one is first")
    }
  }
}
