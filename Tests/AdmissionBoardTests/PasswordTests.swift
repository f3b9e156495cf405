import BoardAccounts
import Testing

struct PasswordTests {
  @Test("A password matches its hash, as the store keeps it, and no other does")
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
    "What is no hash of ours is not read",
    arguments: ["", "scrypt", "scrypt$15$8$1$$", "scrypt$40$8$1$AAAA$AAAA", "bcrypt$15$8$1$AAAA$AAAA"])
  func others(text: String) { #expect(PasswordHash(text) == nil) }

  @Test("A random password is one that may be chosen")
  func random() { #expect(NewPassword.problem(NewPassword.random()) == nil) }
}
