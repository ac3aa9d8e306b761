// SPDX-License-Identifier: Apache-2.0
//
// The bounds that only SageMaker geospatial knows, each with its reason.

#pragma once

#include <cstddef>
#include <cstdint>

namespace portside::limits {

// An equation of band math: a page of text, and parentheses as deep as a
// person can follow; the parser recurses once per level.
inline constexpr std::size_t kEquationBytes = 4096;
inline constexpr int kEquationDepth = 64;
// Indices that one band math job computes; each is a file for each image.
inline constexpr std::size_t kIndicesPerJob = 100;
// Tiles of satellite images that one earth observation job takes: 250,000 square kilometres and
// more. Each has a land of its own, which an export holds (1.3 MB).
inline constexpr std::size_t kTilesPerJob = 25;
// Images that one earth observation job takes. A year over a tile that two orbits see has about
// 150; an export writes for each output of each image some 30 KB inland, and up to about 3 MB over
// a coast of cities and islands.
inline constexpr std::size_t kScenesPerJob = 1024;
// Bands of one map tile: each has 0.5 MB of numbers while it is computed.
inline constexpr std::size_t kBandsPerTile = 16;
// Images that one map tile is looked for in: each costs some milliseconds.
inline constexpr std::size_t kImagesPerTile = 64;
// Texts of GetTile that are JSON; a request's head is not much longer.
inline constexpr std::size_t kTileFilterBytes = 8192;
// A page of a search, whose size a client cannot choose: as of the service's other lists.
inline constexpr std::size_t kScenesPerPage = 20;
// What one call of a search looks at before it answers with what it has: about 50 milliseconds on a
// thread that is not the core's. One look is at one image; some cost more.
inline constexpr std::size_t kLooksPerSearch = 20'000;
// Images of Landsat whose pixels one call of a search draws, for the clouds over their land: each
// costs some ten milliseconds, and so does the ground of each tile.
inline constexpr std::size_t kDrawnPerSearch = 10;
// Places at which a search looks for tiles, about ten kilometres apart. The whole earth has 1.3
// million; more are an area of many edges that cross.
inline constexpr std::size_t kPlacesPerSearch = 4'000'000;
// Band math over the results of band math: each link is evaluated for every pixel state.
inline constexpr std::size_t kChainedJobs = 8;
// Sides of pixels that a job may ask for, in metres. A scene of Landsat has 2 billion pixels of the
// finest size; a pixel of the coarsest is made of 10,000 of Sentinel-2.
inline constexpr int kFinestMetres = 5;
inline constexpr int kCoarsestMetres = 1000;
// Pixels along a side of a mosaic: 1300 km of 10 m.
inline constexpr double kMosaicSide = 131072;
// What a job keeps of what is over and on the ground of its images: for each image of a series
// (below) a sky, in 128 KiB, and a block of 256 x 256 cells or more, in 64 KiB.
inline constexpr std::size_t kSkyBytes = 64 * 1024 * 1024;
inline constexpr std::size_t kBlockBytes = 48 * 1024 * 1024;
// Images of one place whose pixels one result is made of. About four years where two orbits see a
// tile.
inline constexpr std::size_t kImagesPerSeries = 512;
// A file that an export writes. It is held as a whole.
inline constexpr std::size_t kGeoTiffBytes = 96 * 1024 * 1024;
// What an earth observation job or an export holds: lands, skies, blocks and a file, or what is
// counted in zones.
inline constexpr std::size_t kEarthObservationBytes = 256 * 1024 * 1024;
// The zones of zonal statistics: a file, which is parsed as a whole, and its features.
inline constexpr std::uint64_t kZoneFileBytes = 8 * 1024 * 1024;
inline constexpr std::size_t kZones = 10'000;
// Different values that are counted in one zone, in 64 bytes each.
inline constexpr std::size_t kZoneValues = 500'000;
// Rows of its table: 100 MB, kept in the database until the job is deleted.
inline constexpr std::size_t kZonalRows = 1'000'000;
// CSV of a vector enrichment job. The developer guide speaks of tens of thousands of rows; its rows
// are kept in the database until the job is deleted.
inline constexpr std::uint64_t kVectorEnrichmentInputBytes = 256ULL * 1024 * 1024;
// One record of a stored result, and a piece of a file that is written.
inline constexpr std::size_t kResultPageBytes = 128 * 1024;
// What the job holds of it: a sort holds two buffers of 8 MiB, and a row may have 8 MiB.
inline constexpr std::size_t kSortBytes = 128 * 1024 * 1024;

// What is embedded of the earth's geography, unpacked: more than the larger of the two files.
inline constexpr std::uint64_t kGeographyBytes = 1024 * 1024;

}  // namespace portside::limits
