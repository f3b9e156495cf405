#ifndef CFILES_H
#define CFILES_H

/// Opens a folder that may be searched, even if it may not be listed.
///
/// Gives a descriptor, or -1 with `errno`.
int qabyldau_open_folder(const char *path);

/// Opens a file beneath a folder, for reading: no step of the path, and no link on it, may lead out of the folder.
///
/// Does not wait for the writer of a pipe. Gives a descriptor, or -1 with `errno`: `ENOSYS` if the system has no such
/// call, `EXDEV` if the path leads out of the folder or over a link that is absolute.
int qabyldau_open_beneath(int folder, const char *path);

#endif
