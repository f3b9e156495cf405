import Foundation
public import QueueContracts

extension WorkerName {
  /// The name of the worker's program, such as "IntakeWorker".
  public var program: String { rawValue.capitalized + "Worker" }

  /// The programs of all workers.
  public static var programs: [String] { allCases.map(\.program) }
}
