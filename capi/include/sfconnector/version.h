/* SPDX-License-Identifier: Apache-2.0 */
#ifndef SFCONNECTOR_VERSION_H
#define SFCONNECTOR_VERSION_H

/* The version of these headers. sfc_version() tells that of the library that is loaded. Within one
 * shared-object version (libsfconnector.so.0) a newer library serves programs that were built with
 * older headers. */
#define SFC_VERSION_MAJOR 0
#define SFC_VERSION_MINOR 1
#define SFC_VERSION_PATCH 0

#endif /* SFCONNECTOR_VERSION_H */
