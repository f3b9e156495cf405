import Admission
import Foundation
import QueueContracts

@testable import WorkerRuntime

/// A question that a watch over deadlines asks the store.
enum DeadlineCall: Sendable {
  case lateness(at: Timestamp, soonSeconds: Int64)
  case becomeWatcher(holder: UUID, seconds: Int)
  case lateWithoutNotice(at: Timestamp, publishedBefore: Timestamp, limit: Int)
  case claim([OverdueNotice], at: Timestamp, publishedBefore: Timestamp)
  case noteHandled(publishedBefore: Timestamp)
}

struct SimulatedDeadlines: DeadlineQueries {
  let line: Line

  func becomeWatcher(holder: UUID, seconds: Int) async throws -> Bool {
    guard case .watcher(let isTaken) = try await ask(.becomeWatcher(holder: holder, seconds: seconds)) else {
      return false
    }
    return isTaken || line.mutation == .ignoresTurn
  }

  func lateness(at time: Timestamp, soonSeconds: Int64) async throws -> Lateness {
    guard case .lateness(let lateness) = try await ask(.lateness(at: time, soonSeconds: soonSeconds)) else {
      preconditionFailure("no answer to this call")
    }
    return lateness
  }

  func lateWithoutNotice(at time: Timestamp, publishedBefore: Timestamp, limit: Int) async throws -> [ApplicationID] {
    try await applications(.lateWithoutNotice(at: time, publishedBefore: publishedBefore, limit: limit))
  }

  func claim(
    _ notices: [OverdueNotice], at time: Timestamp, publishedBefore: Timestamp
  ) async throws -> Set<ApplicationID> {
    guard line.mutation != .publishesUnclaimed else { return Set(notices.map(\.application)) }
    let noted = line.mutation == .marksAsTold ? time.adding(seconds: 86400) : time
    return Set(try await applications(.claim(notices, at: noted, publishedBefore: publishedBefore)))
  }

  func noteHandled(by worker: String, publishedBefore: Timestamp) async throws {
    guard line.mutation != .forgetsHandled else { return }
    _ = try await ask(.noteHandled(publishedBefore: publishedBefore))
  }

  private func applications(_ question: DeadlineCall) async throws -> [ApplicationID] {
    guard case .applications(let applications) = try await ask(question) else {
      preconditionFailure("no answer to this call")
    }
    return applications
  }

  private func ask(_ question: DeadlineCall) async throws -> Reply {
    let reply = await line.ask(.deadlines(question))
    if case .storeFailure(let error) = reply { throw error }
    return reply
  }
}

/// The broker as a watch over deadlines sees it; a watch only publishes.
struct SimulatedConnections: Broker {
  let line: Line

  func consumer(queue: String, prefetch: Int) async throws(BrokerError) -> any Consumer {
    preconditionFailure("a watch consumes nothing")
  }

  func publisher(
    whenBlocked: @escaping @Sendable (String?) -> Void
  ) async throws(BrokerError) -> any Publisher {
    try await line.send(.connect)
    return SimulatedPublisher(line: line)
  }
}
