import Foundation
import Testing

@Suite("The checker of the fault tests")
struct FaultCheckerTests {
  private typealias Application = FaultChecker.Application

  private static let enrolled = Application(
    id: "a", answer: .enrolled, isConfirmed: true, steps: [10], isRegistered: true, arrival: 1)
  private static let moved = Application(
    id: "b", answer: .moved, isConfirmed: true, steps: [20, 10], isRegistered: true, arrival: 2)
  private static let refused = Application(
    id: "c", answer: .refused, isConfirmed: true, steps: [10], isRegistered: true)
  private static let givenUp = Application(id: "d", answer: .enrolled, isConfirmed: false)

  private static func request(_ application: String, id: String? = nil, arrival: Int, body: String = "{}")
    -> FaultChecker.Request
  {
    FaultChecker.Request(
      messageId: id ?? "to-\(application)", application: application, arrival: arrival, body: Data(body.utf8))
  }

  private static let asked = [request("a", arrival: 1), request("b", arrival: 2)]

  private func violations(
    _ applications: [Application], _ requests: [FaultChecker.Request] = asked, leftOver: [String: Int] = [:]
  ) -> [String] {
    FaultChecker(applications: applications, requests: requests, leftOver: leftOver).violations
  }

  @Test("The checker finds nothing if every effect is there once, even if a message to a school came twice")
  func sound() {
    let all = [Self.enrolled, Self.moved, Self.refused, Self.givenUp]
    #expect(violations(all, Self.asked + [Self.request("a", arrival: 1)], leftOver: ["parked": 0]) == [])
    #expect(
      FaultChecker(applications: all, requests: Self.asked + Self.asked, leftOver: [:]).duplicates == ["a": 1, "b": 1])
  }

  @Test("The checker sees lost effects")
  func lost() {
    let lost = Application(id: "a", answer: .enrolled, isConfirmed: true)
    #expect(violations([lost], []) == ["Confirmed application a: it is lost."])
    var halfway = Self.moved
    halfway.steps = [10]
    #expect(violations([Self.enrolled, halfway]).count == 1)
    #expect(violations([Self.enrolled, Self.moved], [Self.request("a", arrival: 1)]).count == 1)
  }

  @Test("The checker sees double effects")
  func doubled() {
    var twice = Self.enrolled
    twice.steps = [10, 10]
    #expect(violations([twice, Self.moved]).count == 1)
    #expect(
      violations([Self.enrolled, Self.moved], Self.asked + [Self.request("a", id: "other", arrival: 1)]).count == 1)
    #expect(
      violations([Self.enrolled, Self.moved], Self.asked + [Self.request("a", arrival: 1, body: "[]")]).count == 1)
  }

  @Test("The checker reports an unconfirmed application that has only some of its effects")
  func half() {
    var half = Self.givenUp
    half.isRegistered = true
    #expect(violations([Self.enrolled, Self.moved, half]).count == 1)
  }

  @Test("The checker sees wrong arrival numbers, wrong applications at a school, and leftover messages")
  func wrongNumbers() {
    var late = Self.moved
    late.arrival = 3
    #expect(
      violations([Self.enrolled, late], [Self.request("a", arrival: 1), Self.request("b", arrival: 3)]).count == 1)
    #expect(
      violations([Self.enrolled, Self.moved], [Self.request("a", arrival: 1), Self.request("b", arrival: 7)]).count == 1
    )
    #expect(violations([Self.enrolled, Self.moved], Self.asked + [Self.request("x", arrival: 3)]).count == 1)
    #expect(
      violations([Self.enrolled, Self.moved, Self.refused], Self.asked + [Self.request("c", arrival: 3)]).count == 1)
    #expect(violations([Self.enrolled, Self.moved], leftOver: ["admission.intake.parked": 1]).count == 1)
  }
}
