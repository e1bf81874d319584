package io.gpupool.admin;

/** Pages below one path of the admin port. */
interface AdminSection {

  /** Where it begins, with a slash before and none behind. */
  String path();

  /**
   * The page for somebody who reads.
   *
   * @param rest what comes behind the path, empty or with a slash before
   * @param json whether a program asks
   */
  AdminPage read(String rest, boolean json);

  /** Whether what the section shows can be emptied. */
  default boolean canBeCleared() {
    return false;
  }

  /** Empties it. */
  default AdminPage clear() {
    return AdminPage.notFound();
  }
}
