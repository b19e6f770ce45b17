import CKernels

/// The threads that large operations are shared between.
public enum Threads {
  /// How many threads operations use: as many as processor affinity and the control group's quota grant, or
  /// `LANTERN_NUM_THREADS`. Results are the same bits for any number. Mirrors `torch.get_num_threads`, `torch.set_num_threads`.
  public static var count: Int {
    get { Int(ck_pool_threads()) }
    set { ck_pool_set_threads(Int32(clamping: max(newValue, 1))) }
  }
}
