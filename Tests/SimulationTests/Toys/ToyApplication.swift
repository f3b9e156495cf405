import Admission
import Foundation
import QueueContracts

/// The state of an application.
///
/// The application is in the register from its first ``Parcel`` (message) on. It is unanswered until a parcel brings
/// the answer.
struct ToyApplication: Sendable {
  let dueBy: Timestamp
  private(set) var isAnswered: Bool

  init(_ parcel: Parcel) {
    dueBy = parcel.applicationId.dueBy
    isAnswered = parcel.isAnswer
  }

  mutating func take(_ parcel: Parcel) { isAnswered = isAnswered || parcel.isAnswer }

  /// The same application without its answer.
  var unanswered: ToyApplication {
    var application = self
    application.isAnswered = false
    return application
  }

  /// The application as the real intake sees it.
  func record(of id: ApplicationID) -> ApplicationRecord {
    ApplicationRecord(
      id: id, number: Self.number, service: .enrolment, language: .kk, applicantIin: "850101300004",
      childIin: "180101500003", childName: nil, school: SchoolReference(bin: "950341000052"),
      submittedAt: Surroundings.beginning, dueBy: dueBy, state: isAnswered ? .enrolledBySchool : .inProcessing)
  }

  private static let number = ApplicationNumber("SIMULATED")!
}

extension ApplicationID {
  /// The deadline, which follows from the id and lies in the first three seconds or so of the simulation.
  var dueBy: Timestamp { Surroundings.beginning.adding(milliseconds: Int64(uuid.uuid.0) * 12) }
}

extension Timestamp {
  func adding(milliseconds more: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds + more) }
}
