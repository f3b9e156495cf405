import QueueContracts

/// Writes numbers as pages show them.
enum Figures {
  /// A number in groups of three digits, separated by narrow no-break spaces.
  static func count(_ number: Int) -> String {
    var digits = Array(String(number.magnitude))
    var index = digits.count - 3
    while index > 0 {
      digits.insert("\u{202F}", at: index)
      index -= 3
    }
    return (number < 0 ? "−" : "") + String(digits)
  }

  /// A rate per second, or per minute if it is less than one per second.
  static func rate(_ perSecond: Double) -> String {
    switch perSecond {
    case ..<0.005: "0/s"
    case ..<1: "\(decimal(perSecond * 60, 1))/min"
    case ..<10: "\(decimal(perSecond, 1))/s"
    default: "\(count(Int(perSecond.rounded())))/s"
    }
  }

  /// A duration in the unit that keeps its number short.
  static func duration(_ seconds: Double) -> String {
    switch seconds {
    case .infinity: "more than 90 days"
    case ..<1: "\(Int((seconds * 1000).rounded())) ms"
    case ..<120: "\(decimal(seconds, seconds < 10 ? 1 : 0)) s"
    case ..<7200: "\(Int((seconds / 60).rounded())) min"
    case ..<172_800: "\(Int((seconds / 3600).rounded())) h"
    default: "\(count(Int((seconds / 86_400).rounded()))) days"
    }
  }

  static func age(of time: Timestamp, at now: Timestamp) -> String {
    duration(Double(max(0, now.milliseconds - time.milliseconds)) / 1000)
  }

  /// A number with at most `decimals` decimals, which may be 0, 1 or 2.
  static func decimal(_ number: Double, _ decimals: Int) -> String {
    let factor = decimals == 0 ? 1.0 : decimals == 1 ? 10 : 100
    let rounded = (number * factor).rounded() / factor
    return rounded == rounded.rounded() ? count(Int(rounded)) : "\(rounded)"
  }
}
