import Admission
import ArgumentParser
import Operations
import QueueContracts
import WorkerRuntime

extension Register: ExpressibleByArgument {}

/// Limits how often a state register is asked.
struct LimitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "limit",
    abstract: "Set how many requests a second all intake processes together send to a register, or show the limits.",
    discussion: """
      The limit replaces REGISTER_RATE for this register. Running processes take it up within their \
      STORE_CHECK_SECONDS, and each has a share by its number of lanes. The limit is for registers over HTTP. A \
      message that would have to wait too long for its request goes into a retry queue. Without arguments, lists the \
      limits. Reads STORE_URL.
      """)

  @Argument(help: "The register: civil-registration, social-assistance, unemployment or guardianship.")
  var register: Register?

  @Argument(help: "The limit, such as 5/s; off makes REGISTER_RATE count again.")
  var rate: String?

  @OptionGroup var order: StandingOrderOptions
  @OptionGroup var printing: OutputOptions

  func validate() throws {
    guard (register == nil) == (rate == nil) else { throw ValidationError("Give a register and a rate, or neither.") }
  }

  func run() async throws {
    let (wanted, now) = (try wanted(), Timestamp.now)
    let until = try order.end(from: now)
    let orders = OperatorOrders(try await Connections.records(try await Connections.settings()))
    guard let register, let wanted else {
      let limits = try await orders.all(at: now).filter { $0.kind == .limit }.map { ListedOrder($0) }
      printing.show(
        limits, text: limits.isEmpty ? "No register is limited." : ListedOrder.table(limits, of: "REGISTER").text)
      return
    }
    switch wanted {
    case .off:
      let was = try await orders.unlimit(register)
      printing.show(
        ["removed": was],
        text: was ? "No limit any more: \(register.rawValue)." : "\(register.rawValue) had no limit.")
    case .perSecond(let count):
      let given = try await orders.give(
        .limit(register, perSecond: count, because: try order.reason(), by: order.person, until: until, at: now))
      printing.show(ListedOrder(given), text: "Limited: \(register.rawValue), \(count) a second by all processes.")
    }
  }

  private enum Rate {
    case off
    case perSecond(Int)
  }

  private func wanted() throws(Failure) -> Rate? {
    guard let rate else { return nil }
    if rate == "off" { return .off }
    guard rate.hasSuffix("/s"), let count = Int(rate.dropLast(2)) else {
      throw .badInput("The rate must be a number such as 5/s, or off.")
    }
    guard order.because != nil else { throw .badInput("Say why by --because.") }
    return .perSecond(count)
  }
}
