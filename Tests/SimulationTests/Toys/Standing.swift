import Admission
import Foundation
import QueueContracts

/// Where an application stands: in the register since its first parcel, without an answer until one brings it.
struct Standing: Sendable {
  let dueBy: Timestamp
  private(set) var isAnswered: Bool

  init(_ parcel: Parcel) {
    dueBy = parcel.applicationId.dueBy
    isAnswered = parcel.isAnswer
  }

  mutating func take(_ parcel: Parcel) { isAnswered = isAnswered || parcel.isAnswer }

  /// The same without its answer.
  var unanswered: Standing {
    var standing = self
    standing.isAnswered = false
    return standing
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
  /// Within three seconds of the world's beginning, as the id has it.
  var dueBy: Timestamp { Surroundings.beginning.adding(milliseconds: Int64(uuid.uuid.0) * 12) }
}

extension Timestamp {
  func adding(milliseconds more: Int64) -> Timestamp { Timestamp(milliseconds: milliseconds + more) }
}
