import BoardAccounts
import Testing

struct PasswordTests {
  @Test("A password matches its stored hash, and other passwords do not")
  func matches() throws {
    let kept = try PasswordHash(of: "correct horse battery").text
    let hash = try #require(PasswordHash(kept))
    #expect(hash.matches("correct horse battery"))
    #expect(!hash.matches("correct horse batterY"))
    #expect(!hash.matches(""))
    let again = try PasswordHash(of: "correct horse battery").text
    #expect(again != kept, "each has a salt of its own")
  }

  @Test(
    "A text that is not a password's hash is refused",
    arguments: ["", "scrypt", "scrypt$15$8$1$$", "scrypt$40$8$1$AAAA$AAAA", "bcrypt$15$8$1$AAAA$AAAA"])
  func others(text: String) { #expect(PasswordHash(text) == nil) }

  @Test("A random password meets the requirements for a password")
  func random() { #expect(NewPassword.problem(NewPassword.random()) == nil) }
}
