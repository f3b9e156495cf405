import Foundation

/// Reads a password that a person types twice without seeing it, or that a script gives.
enum PasswordInput {
  /// Reads the password; nil if no password is given, or if the person types two different passwords.
  static func read() -> String? {
    guard isatty(STDIN_FILENO) == 1 else { return readLine(strippingNewline: true) }
    guard let first = ask("Password: "), let second = ask("Once more: ") else { return nil }
    if first != second { Terminal.complain("The two passwords are not the same.") }
    return first == second ? first : nil
  }

  private static func ask(_ question: String) -> String? {
    Terminal.prompt(question)
    var before = termios()
    tcgetattr(STDIN_FILENO, &before)
    var silent = before
    silent.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(STDIN_FILENO, TCSANOW, &silent)
    defer {
      tcsetattr(STDIN_FILENO, TCSANOW, &before)
      Terminal.prompt("\n")
    }
    return readLine(strippingNewline: true)
  }
}
