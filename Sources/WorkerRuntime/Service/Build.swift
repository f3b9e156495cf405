internal import CBuild
internal import Crypto
import Foundation
internal import QueueContracts

/// The version of the program, its revision, and the list of its libraries.
public enum Build {
  /// The version, as in CHANGELOG.md.
  public static let version = "0.1.0"

  /// The output of `git describe` in `make release`, with `-changed` if the checkout had changes; `unknown` in a
  /// development build.
  public static let revision = String(cString: qabyldau_revision())

  /// The list of libraries in the program (SBOM), as CycloneDX 1.6.
  public static let sbom = Data(PackageResources.sbom_cdx_json)

  /// The SHA-256 of ``sbom``, in hexadecimal digits.
  static let sbomDigest = SHA256.hash(data: sbom).hexDigits

  /// The line that `--version` prints.
  public static let description = "\(version) (revision \(revision), SBOM sha256:\(sbomDigest))"
}
