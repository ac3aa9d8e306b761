// SPDX-License-Identifier: Apache-2.0

#include "store/schema.h"

#include <string>

namespace portside {
namespace {

constexpr Sql kMigrations[] = {
    // 1: everything that an API creates, the rows that jobs read, the answers to client tokens.
    R"sql(
      CREATE TABLE resources (
        sequence   INTEGER PRIMARY KEY,
        arn        TEXT NOT NULL UNIQUE,
        kind       TEXT NOT NULL,
        account    TEXT NOT NULL,
        region     TEXT NOT NULL,
        name       TEXT NOT NULL,
        parent     TEXT NOT NULL,
        state      TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        due_at     INTEGER,
        document   TEXT NOT NULL,
        tags       TEXT NOT NULL,
        timeline   TEXT NOT NULL
      ) STRICT;
      CREATE INDEX resources_by_scope ON resources (kind, account, region, sequence);
      CREATE INDEX resources_by_due ON resources (due_at) WHERE due_at IS NOT NULL;

      CREATE TABLE records (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        stream   TEXT NOT NULL,
        bytes    BLOB NOT NULL
      ) STRICT;
      CREATE INDEX records_by_stream ON records (stream, sequence);

      CREATE TABLE client_tokens (
        account    TEXT NOT NULL,
        region     TEXT NOT NULL,
        operation  TEXT NOT NULL,
        token      TEXT NOT NULL,
        input_hash TEXT NOT NULL,
        output     TEXT NOT NULL,
        PRIMARY KEY (account, region, operation, token)
      ) STRICT, WITHOUT ROWID;
    )sql",
    // 2: a number for each scope, so that indexes are narrow; an index for each order of a list;
    // counts, so that quotas and metrics look at no resource.
    R"sql(
      CREATE TABLE scopes (
        id      INTEGER PRIMARY KEY,
        kind    TEXT NOT NULL,
        account TEXT NOT NULL,
        region  TEXT NOT NULL,
        UNIQUE (kind, account, region)
      ) STRICT;
      INSERT INTO scopes (kind, account, region)
        SELECT DISTINCT kind, account, region FROM resources;

      DROP INDEX resources_by_scope;
      DROP INDEX resources_by_due;
      ALTER TABLE resources RENAME TO former_resources;
      CREATE TABLE resources (
        sequence   INTEGER PRIMARY KEY,
        scope      INTEGER NOT NULL,
        arn        TEXT NOT NULL UNIQUE,
        name       TEXT NOT NULL,
        parent     TEXT NOT NULL,
        attribute  TEXT NOT NULL,
        state      TEXT NOT NULL,
        created_at INTEGER NOT NULL,
        updated_at INTEGER NOT NULL,
        due_at     INTEGER,
        document   TEXT NOT NULL,
        tags       TEXT NOT NULL,
        timeline   TEXT NOT NULL
      ) STRICT;
      INSERT INTO resources
        SELECT sequence, scopes.id, arn, name,
               CASE former.kind
                 WHEN 'glue::ml_task_run' THEN COALESCE(document->>'$.TransformId', parent)
                 ELSE parent
               END,
               CASE former.kind
                 WHEN 'personalize::dataset' THEN COALESCE(document->>'$.schemaArn', '')
                 WHEN 'personalize::event_tracker'
                   THEN COALESCE(document->>'$.trackingId', '')
                 WHEN 'glue::ml_transform' THEN COALESCE(document->>'$.Name', '')
                 WHEN 'glue::ml_task_run' THEN COALESCE(document->>'$.Properties.TaskType', '')
                 WHEN 'sagemaker::edge_packaging_job' THEN COALESCE(document->>'$.ModelName', '')
                 ELSE ''
               END,
               state, created_at, updated_at, due_at, document, tags, timeline
        FROM former_resources AS former JOIN scopes USING (kind, account, region);
      DROP TABLE former_resources;
      CREATE INDEX resources_by_creation ON resources (scope, created_at);
      CREATE INDEX resources_by_update ON resources (scope, updated_at);
      CREATE INDEX resources_by_name ON resources (scope, name);
      CREATE INDEX resources_by_state ON resources (scope, state, created_at);
      CREATE INDEX resources_by_parent ON resources (scope, parent, created_at) WHERE parent <> '';
      CREATE INDEX resources_by_parent_and_name ON resources (scope, parent, name)
        WHERE parent <> '';
      CREATE INDEX resources_by_attribute ON resources (scope, attribute, created_at)
        WHERE attribute <> '';
      CREATE INDEX resources_by_due ON resources (due_at) WHERE due_at IS NOT NULL;

      CREATE TABLE counts (
        scope  INTEGER NOT NULL,
        parent TEXT NOT NULL,
        state  TEXT NOT NULL,
        count  INTEGER NOT NULL,
        PRIMARY KEY (scope, parent, state)
      ) STRICT, WITHOUT ROWID;
      INSERT INTO counts SELECT scope, '', state, COUNT(*) FROM resources GROUP BY scope, state;
      INSERT INTO counts SELECT scope, parent, state, COUNT(*) FROM resources WHERE parent <> ''
        GROUP BY scope, parent, state;
    )sql",
    // 3: a number for each stream, so that rows are staged, published and dropped as wholes; the
    // scenes of an earth observation job and its export as records; tokens with an end; how often
    // ids were drawn.
    R"sql(
      CREATE TABLE streams (
        id    INTEGER PRIMARY KEY AUTOINCREMENT,
        name  TEXT NOT NULL,
        place INTEGER
      ) STRICT;
      INSERT INTO streams (name, place) SELECT DISTINCT stream, 1 FROM records;

      DROP INDEX records_by_stream;
      ALTER TABLE records RENAME TO former_records;
      CREATE TABLE records (
        sequence INTEGER PRIMARY KEY AUTOINCREMENT,
        stream   INTEGER NOT NULL,
        bytes    BLOB NOT NULL
      ) STRICT;
      INSERT INTO records SELECT sequence, id, bytes FROM former_records
        JOIN streams ON name=stream ORDER BY sequence;
      INSERT INTO streams (name, place) SELECT arn||'#scenes', 1 FROM resources
        WHERE scope IN (SELECT id FROM scopes WHERE kind IN
            ('sagemaker-geospatial::earth_observation_job',
             'sagemaker-geospatial::earth_observation_job_export'))
          AND document->'$.Plan.Scenes' IS NOT NULL;
      INSERT INTO records (stream, bytes)
        SELECT id, CAST(document->'$.Plan.Scenes' AS BLOB) FROM resources
        JOIN streams ON streams.name=arn||'#scenes';
      UPDATE resources SET document=json_remove(document, '$.Plan.Scenes')
        WHERE arn||'#scenes' IN (SELECT name FROM streams);
      DROP TABLE former_records;
      CREATE INDEX records_by_stream ON records (stream, sequence);
      CREATE INDEX streams_by_name ON streams (name, place);
      CREATE INDEX streams_dropped ON streams (id) WHERE place=0;

      INSERT INTO counts SELECT scope, parent, 'IN_PROGRESS', count FROM counts
        WHERE state='QUEUED' AND scope IN (SELECT id FROM scopes WHERE kind IN
            ('sagemaker-geospatial::earth_observation_job_export',
             'sagemaker-geospatial::vector_enrichment_job_export'))
        ON CONFLICT DO UPDATE SET count=count+excluded.count;
      DELETE FROM counts WHERE state='QUEUED';
      UPDATE resources SET state='IN_PROGRESS' WHERE state='QUEUED';

      ALTER TABLE client_tokens RENAME TO former_tokens;
      CREATE TABLE client_tokens (
        account    TEXT NOT NULL,
        region     TEXT NOT NULL,
        operation  TEXT NOT NULL,
        token      TEXT NOT NULL,
        input_hash TEXT NOT NULL,
        output     TEXT NOT NULL,
        resource   INTEGER NOT NULL,
        expires_at INTEGER NOT NULL,
        PRIMARY KEY (account, region, operation, token)
      ) STRICT;
      INSERT INTO client_tokens SELECT *, 0, 0 FROM former_tokens;
      DROP TABLE former_tokens;
      CREATE INDEX client_tokens_by_resource ON client_tokens (resource) WHERE resource<>0;

      CREATE TABLE draws (
        operation TEXT NOT NULL,
        account   TEXT NOT NULL,
        region    TEXT NOT NULL,
        count     INTEGER NOT NULL,
        PRIMARY KEY (operation, account, region)
      ) STRICT, WITHOUT ROWID;
    )sql",
};
constexpr std::int64_t kNewest = std::size(kMigrations);
// PRAGMA takes no parameters.
constexpr Sql kVersions[] = {"PRAGMA user_version = 1", "PRAGMA user_version = 2",
                             "PRAGMA user_version = 3"};
static_assert(std::size(kVersions) == kNewest);

}  // namespace

std::int64_t NewestSchema() { return kNewest; }

std::int64_t SchemaOf(Database& database) {
  Statement read(database, "PRAGMA user_version");
  return read.Step() ? read.Integer(0) : 0;
}

void Migrate(Database& database, std::int64_t to) {
  const std::int64_t version = SchemaOf(database);
  if (version > kNewest) {
    throw DatabaseError(database.path() + " was written by a newer version of Portside (schema " +
                        std::to_string(version) + ", this program knows " +
                        std::to_string(kNewest) + ")");
  }
  if (version >= to) return;
  database.EnsureTransaction();
  for (std::int64_t next = version; next < to; ++next) {
    database.Execute(kMigrations[next]);
    database.Execute(kVersions[next]);
  }
  database.Commit();
}

}  // namespace portside
