/// A value that names or identifies a person.
///
/// It never prints what it holds: not by interpolation, not by `dump`, not in a failed precondition, so that no log
/// line can carry it by accident.
public protocol PersonalData: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension PersonalData {
  public var description: String { "\(Self.self)(…)" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
