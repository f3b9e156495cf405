/// The step of the processing that an update reports (contract 4.7).
///
/// The service history lists entries of the same moment in the order of their steps.
public enum ProcessingStep: Int, Sendable, Codable, CaseIterable, Comparable {
  /// The application is in the register and not judged yet, because its message waits or is parked.
  case received = 5
  /// Intake judged the form.
  case intake = 10
  /// The day on which the answer was due has passed without an answer.
  case passedDeadline = 15
  /// TransferWorker judged a transfer's papers.
  case transfer = 20
  /// The school decided.
  case school = 30
  /// The applicant withdrew.
  case withdrawal = 40

  /// Tells whether the step is listed earlier among entries of the same moment.
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  /// Reads a step from its number; a number that no step has is undecodable.
  public init(from decoder: any Decoder) throws {
    // Foundation's own error for 10.5 or 1e99 has no path; this error has the step's path.
    guard let number = try? decoder.singleValueContainer().decode(Int.self), let step = Self(rawValue: number) else {
      throw decoder.wrong("a step of version 1")
    }
    self = step
  }
}
