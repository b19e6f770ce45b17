/// Facts about the library itself.
public enum LanternInfo {
  /// The version of Lantern, by the rules of semantic versioning; `-dev` marks the work towards it.
  public static let version = "0.1.0-dev"
}
