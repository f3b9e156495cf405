/// A value that names or identifies a person.
///
/// Its content is never printed: not by interpolation, not by `dump`, not in a failed precondition. So no log line
/// contains it by accident.
public protocol PersonalData: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension PersonalData {
  /// The name of the type, without the value's content.
  public var description: String { "\(Self.self)(…)" }
  /// The name of the type, without the value's content.
  public var debugDescription: String { description }
  /// A mirror without children, so that `dump` prints nothing of the value.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
