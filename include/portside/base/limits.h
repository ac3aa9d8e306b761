// SPDX-License-Identifier: Apache-2.0
//
// Every bound of the program, each with its reason; what only one service knows is in that
// service's limits.h. Bounds that belong to a service's contract (lengths, list sizes) are in
// models/*.json.

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace portside::limits {

using namespace std::chrono_literals;

// HTTP. A request line with headers over this answers 431; S3 itself stops at 8 KiB of headers
// and 2 KiB of metadata, presigned URLs with session tokens run to about 4 KiB.
inline constexpr std::size_t kHeaderBytes = 32 * 1024;
// JSON bodies. The largest modelled member (an Avro schema, a table with many columns) is far
// below; 413 above. S3 bodies stream and have kObjectBytes instead.
inline constexpr std::size_t kJsonBodyBytes = 8 * 1024 * 1024;
// What all requests in flight hold together: bodies that are collected, answers that their clients
// have not taken. Above it new ones are refused with 503; thirty-two bodies of the largest size
// fit.
inline constexpr std::size_t kRequestBytes = 256 * 1024 * 1024;
// S3's own limit for one PUT.
inline constexpr std::uint64_t kObjectBytes = 5ULL * 1024 * 1024 * 1024;
// From the first byte of a request to the end of its headers; 408 when it passes.
inline constexpr auto kHeaderReadTime = 30s;
// Longest pause between two pieces of a body; 408 when it passes.
inline constexpr auto kBodyReadTime = 30s;
// A kept-alive connection without a request is closed quietly after this.
inline constexpr auto kIdleTime = 60s;
// Longest pause while a client does not take its response.
inline constexpr auto kWriteTime = 60s;
// How long a stop waits for requests in flight.
inline constexpr auto kDrainTime = 10s;
// Sockets that may be open at once; more are accepted and closed at once, so that a leak in a
// test suite shows as an error and not as a hang.
inline constexpr std::size_t kConnections = 8192;
// Files that one request may have open beside its socket (a copy: its source and its target), and
// what the rest of the process needs. Where the system allows fewer, there are fewer connections.
inline constexpr std::size_t kFilesPerConnection = 2;
inline constexpr std::size_t kOtherFiles = 256;
// One read or write of a streamed body.
inline constexpr std::size_t kStreamChunkBytes = 128 * 1024;
// What a connection holds while it waits for a request: most heads fit, and 8192 idle connections
// hold 64 MiB. It grows to kHeaderBytes.
inline constexpr std::size_t kReadBufferBytes = 8 * 1024;
// The size line of an HTTP chunk, with extensions that nobody uses.
inline constexpr std::size_t kHttpChunkLineBytes = 1024;
// Fairness on the one core thread: pipelined requests, and bytes of a body or a file, that one
// connection may take before the others get their turn.
inline constexpr int kRequestsPerTurn = 32;
inline constexpr std::size_t kSocketBytesPerTurn = 1024 * 1024;
// A request that was answered before its body was read: up to this much is read to keep the
// connection, beyond it a new connection is cheaper.
inline constexpr std::uint64_t kDiscardBytes = 1024 * 1024;
// A connection that ends before the client has sent everything is read from for this long, because
// closing it at once would reset it and could lose the response on its way.
inline constexpr auto kLingerTime = 2s;
// Pause before accepting again when the process has no file descriptor left.
inline constexpr auto kAcceptRetryTime = 100ms;
// Bytes of a stream without an end (events) that its client has not taken: about 2,000 events. One
// that is further behind is cut off; it can ask for what it missed.
inline constexpr std::size_t kStreamBacklogBytes = 1024 * 1024;
// A stream that had nothing to say for this long is asked for a sign of life, because proxies and
// clients give a silent connection up, often after 30 or 60 seconds.
inline constexpr auto kStreamIdleTime = 15s;
// A line of what a person's command writes: as large as an event of a log may be.
inline constexpr std::size_t kOutputLineBytes = 256 * 1024;
// Commands that serve models at once, each with a thread beside it that mostly sleeps: more than a
// person's machine has room for.
inline constexpr std::size_t kServedCommands = 64;
// Of what such a command writes: lines that are kept until somebody takes them.
inline constexpr std::size_t kServedLines = 1000;

// An answer that our own client takes into memory; larger ones it takes in pieces.
inline constexpr std::uint64_t kClientBodyBytes = 64ULL * 1024 * 1024;

// aws-chunked. A chunk's line is a size and a signature of 64 digits (about 144 for the asymmetric
// variant); a trailing header is a checksum's name and value; SDKs send one or two.
inline constexpr std::size_t kAwsChunkHeaderBytes = 1024;
inline constexpr std::size_t kAwsTrailerLineBytes = 4096;
inline constexpr std::size_t kAwsTrailers = 16;

// JSON nesting: deeper than any modelled shape, shallow enough for a small stack.
inline constexpr int kJsonDepth = 64;
// Coral lists and counts at most this many violations in one message.
inline constexpr std::size_t kViolations = 10;

// How far the users' clock is moved at once: a hundred years, in which every job comes to rest.
inline constexpr std::chrono::hours kLongestDuration{24 * 36'525};

// Rules of one sort that a test may have set at once; each job, or call, is held against all of
// them.
inline constexpr std::size_t kRules = 1000;
// Requests are kept for a test to look at, with bodies up to this size; what a program sends in
// JSON is far below.
inline constexpr std::size_t kKeptBodyBytes = 64 * 1024;
// All of those bodies together: a server that is idle stays small.
inline constexpr std::size_t kKeptBytes = 4 * 1024 * 1024;
// How late a test may make an answer: longer than any client waits.
inline constexpr auto kLongestLatency = 600s;
// Operations, accounts and regions that throttles count apart, before they begin anew.
inline constexpr std::size_t kThrottleBuckets = 10'000;

// Snapshots of the state: their names become folders, and each keeps its objects' disk space from
// being given back.
inline constexpr std::size_t kSnapshots = 100;
inline constexpr std::size_t kSnapshotNameBytes = 64;
// An archive of the state that a client sends: what a laptop's disk bears.
inline constexpr std::uint64_t kStateArchiveBytes = 64ULL * 1024 * 1024 * 1024;
inline constexpr std::size_t kStateArchiveMembers = 4'000'000;

// Jobs. A job's transitions that may fall due in one turn of the core before sockets get theirs.
inline constexpr std::size_t kTransitionsPerTurn = 256;
// Those that are due are counted, for whoever asks, up to so many.
inline constexpr std::size_t kCountedDue = 10'000;
// Works that are with the workers at once: enough to keep them busy, few enough that what each of
// them carries is no matter. The others wait as numbers.
inline constexpr std::size_t kWorkInFlight = 64;
// What works hold in memory: most of them at most, and all that run at once together; over it they
// wait. The largest (an export of many rows, a sort) are below kWorkBytes / 2, so that two of them
// run beside each other.
inline constexpr std::size_t kUsualWorkBytes = 32 * 1024 * 1024;
inline constexpr std::size_t kWorkBytes = 512 * 1024 * 1024;
// One read or write of an object by a job.
inline constexpr std::size_t kObjectPieceBytes = 256 * 1024;
// Rows that a work hands to the core at once, which stores them in about two milliseconds.
inline constexpr std::size_t kStagedBytes = 512 * 1024;
// What is kept of the lines that one work writes to its log, and of one line: more than a person
// reads of a job's output, and as much as the drivers of containers pass on as one line.
inline constexpr std::size_t kLogLines = 10'000;
inline constexpr std::size_t kLogBytes = 1024 * 1024;
inline constexpr std::size_t kLogLineBytes = 16 * 1024;
// Records of dropped streams that go in one turn: about as much.
inline constexpr std::size_t kRecordsPerSweep = 32;
// After so many failures to store how a work ended, its job ends failed.
inline constexpr int kTriesToEnd = 3;
// Entries of a timeline that are kept: what came first, and what came last.
inline constexpr std::size_t kTimelineFirst = 16;
inline constexpr std::size_t kTimelineLast = 48;
// Transitions after which an idle scheduler gives freed memory back to the system.
inline constexpr std::size_t kTransitionsPerTrim = 20'000;
// Transitions that are remembered for clients that ask from where they had left off.
inline constexpr std::size_t kJobEvents = 1000;
// Transitions that wait to be posted to --event-target; later ones are dropped.
inline constexpr std::size_t kEventTargetQueue = 10'000;
// Jobs in one page of a list, and those that it looks at for them where a filter has no index:
// about 20 milliseconds. A page that has used them up says where the next one goes on.
inline constexpr std::size_t kJobsPerPage = 1000;
inline constexpr std::size_t kScanLooks = 5000;

// Snapshots of resources kept in memory: a few KB each, so a poll loop over many jobs stays fast
// and an idle server stays small.
inline constexpr std::size_t kCachedResources = 8192;
// Their documents, tags and timelines as stored texts; in memory they are about four times that.
inline constexpr std::size_t kCachedResourceBytes = 6 * 1024 * 1024;

// Pages of 4 KiB in the database's log from which a checkpoint is asked for, and from which the
// thread that commits makes it itself, although it then waits for the disk.
inline constexpr int kLogPages = 8000;
inline constexpr int kLogPagesAtMost = 100'000;

// Files that jobs read; how large they may be is their services' business.
inline constexpr std::size_t kCsvFieldBytes = 1024 * 1024;
inline constexpr std::size_t kCsvColumns = 4096;
inline constexpr std::size_t kCsvRecordBytes = 8 * 1024 * 1024;
// Two Avro schemas that are compared: pairs of types, which take some hundredths of a second, and
// types that stand inside each other, also by their names; real schemas have a few thousand and
// ten.
inline constexpr std::size_t kAvroComparisons = 200'000;
inline constexpr int kAvroComparisonDepth = 256;
// Archives: members and unpacked size, against archives that explode.
inline constexpr std::size_t kArchiveMembers = 100'000;
inline constexpr std::uint64_t kArchiveBytes = 4ULL * 1024 * 1024 * 1024;
// The names of all members, which are held while an archive is read; its bytes never are.
inline constexpr std::size_t kArchivePathBytes = 16 * 1024 * 1024;

// Files of YAML that a person writes (--init, --runners): kilobytes; inline objects and fixtures of
// a generator make an init file more, and what is larger lies in files beside it.
inline constexpr std::size_t kYamlFileBytes = 8 * 1024 * 1024;
// The values of one such file and the bytes of its texts, with every alias in its place: against
// aliases of aliases, which grow without end.
inline constexpr std::size_t kYamlNodes = 200'000;
inline constexpr std::size_t kYamlTextBytes = 4 * kYamlFileBytes;
// Objects of one seed file, those of its directories included.
inline constexpr std::size_t kSeedObjects = 100'000;

// AWS-wide: tags of one resource, and the UTF-16 length of their keys and values.
inline constexpr std::size_t kTagsPerResource = 50;
inline constexpr std::size_t kTagKeyLength = 128;
inline constexpr std::size_t kTagValueLength = 256;

// Objects. S3's own limit for the bytes of a key.
inline constexpr std::size_t kObjectKeyBytes = 1024;
// The longest name of a file on every file system worth naming.
inline constexpr std::size_t kFileNameBytes = 255;
// Objects up to this size are read and sent with the head of their answer; above it sendfile(2)
// costs less than copying.
inline constexpr std::uint64_t kCopiedBodyBytes = 16 * 1024;
// A file that a person dropped into a bucket is read for its ETag when it is first asked for, on
// the thread that asks; this much takes about half a second. Larger ones get an ETag from their
// size and times. One page of a listing reads at most this much as well, then it ends early.
inline constexpr std::uint64_t kHashAtOnceBytes = 256ULL * 1024 * 1024;
// What the core thread reads of files and folders for one request before it lets another thread do
// it: a millisecond or two.
inline constexpr std::uint64_t kHastyBytes = 1024 * 1024;
// Sidecars hold at most 2 KiB of metadata, ten tags and 10,000 parts; anything larger is damage.
inline constexpr std::size_t kSidecarBytes = 8 * 1024 * 1024;
// Attributes of objects kept in memory, about half a kilobyte each.
inline constexpr std::size_t kCachedRecords = 32'768;
// File names of listed folders kept in memory.
inline constexpr std::size_t kCachedNames = 1'000'000;
// A file or folder whose time stamp is younger than this may change once more without a new time
// stamp (kernels stamp by the tick, at most 10 ms), so what was read of it is not kept.
inline constexpr auto kSettleTime = 50ms;
// Attempts to put a file in place while others remove its parent folders.
inline constexpr int kPlaceAttempts = 16;

}  // namespace portside::limits
