-- The project of tests/store/club.py with the first tables alone: suggestions have no reasons yet.
PRAGMA application_id = 1097756271;
PRAGMA journal_mode = WAL;
BEGIN TRANSACTION;
CREATE TABLE "_sqlite_migrations" (
   "id" INTEGER PRIMARY KEY,
   "migration_set" TEXT,
   "name" TEXT,
   "applied_at" TEXT
);
INSERT INTO "_sqlite_migrations" VALUES(1,'annotator','first_tables','2024-05-01 10:00:00.483241+00:00');
CREATE TABLE "annotators" (
   "number" INTEGER PRIMARY KEY,
   "name" TEXT NOT NULL
) STRICT;
INSERT INTO "annotators" VALUES(1,'ann');
CREATE TABLE "attributes" (
   "position" INTEGER PRIMARY KEY,
   "name" TEXT NOT NULL,
   "choices" TEXT NOT NULL
) STRICT;
INSERT INTO "attributes" VALUES(1,'quote_type','["direct","indirect","mixed"]');
INSERT INTO "attributes" VALUES(2,'epistemic','["true-certain","true-uncertain","false-certain","false-uncertain","unknown"]');
INSERT INTO "attributes" VALUES(3,'sentiment','["positive","negative","mixed","neutral-unknown"]');
INSERT INTO "attributes" VALUES(4,'check_worthiness','["CFS","UFS","NFS"]');
CREATE TABLE "claimers" (
   "name" TEXT PRIMARY KEY,
   "last_used" INTEGER NOT NULL
) STRICT;
CREATE TABLE "labels" (
   "position" INTEGER PRIMARY KEY,
   "name" TEXT NOT NULL,
   "meaning" TEXT NOT NULL
) STRICT;
INSERT INTO "labels" VALUES(1,'PERSON','people, named');
INSERT INTO "labels" VALUES(2,'ORG','organisations, agencies, companies, parties');
INSERT INTO "labels" VALUES(3,'GPE','countries, cities, states');
INSERT INTO "labels" VALUES(4,'LOC','regions, seas, mountains');
INSERT INTO "labels" VALUES(5,'NORP','nationalities, religions, political groups');
INSERT INTO "labels" VALUES(6,'DATE','dates and periods');
INSERT INTO "labels" VALUES(7,'EVENT','named events, summits, wars');
INSERT INTO "labels" VALUES(8,'FAC','buildings, roads, checkpoints');
INSERT INTO "labels" VALUES(9,'DISEASE','diseases and their agents');
INSERT INTO "labels" VALUES(10,'CARDINAL','numbers that count');
INSERT INTO "labels" VALUES(11,'LAW','named laws, treaties, resolutions');
INSERT INTO "labels" VALUES(12,'MONEY','sums of money');
INSERT INTO "labels" VALUES(13,'PERCENT','percentages');
INSERT INTO "labels" VALUES(14,'ORDINAL','first, second ...');
INSERT INTO "labels" VALUES(15,'TIME','times shorter than a day');
INSERT INTO "labels" VALUES(16,'QUANTITY','measures with a unit');
INSERT INTO "labels" VALUES(17,'PRODUCT','vehicles, weapons, goods');
INSERT INTO "labels" VALUES(18,'WORK_OF_ART','titles of works');
INSERT INTO "labels" VALUES(19,'LANGUAGE','languages');
CREATE TABLE "progress" (
   "release" INTEGER PRIMARY KEY,
   "sha256" TEXT NOT NULL,
   "title" TEXT NOT NULL,
   "publisher" TEXT NOT NULL,
   "date" TEXT NOT NULL,
   "search" TEXT NOT NULL,
   "state" TEXT NOT NULL,
   "open" INTEGER NOT NULL,
   "judged" INTEGER NOT NULL,
   "doubtful" INTEGER NOT NULL,
   "suggested" INTEGER NOT NULL
) STRICT;
INSERT INTO "progress" VALUES(1,'b9ba8c968eab54b9826521e27583cbec17b763dde7bde74c76398006a6f3b89f','Ann Lee on the match','The Club','2024-05-01','ann lee on the match the club 2024-05-01','started',1,2,0,1);
CREATE TABLE "releases" (
   "number" INTEGER PRIMARY KEY,
   "sha256" TEXT NOT NULL,
   "title" TEXT NOT NULL,
   "publisher" TEXT NOT NULL,
   "date" TEXT NOT NULL,
   "url" TEXT NOT NULL,
   "language" TEXT NOT NULL,
   "extra" TEXT NOT NULL,
   "imported_at" TEXT NOT NULL,
   "text" TEXT NOT NULL
) STRICT;
INSERT INTO "releases" VALUES(1,'b9ba8c968eab54b9826521e27583cbec17b763dde7bde74c76398006a6f3b89f','Ann Lee on the match','The Club','2024-05-01','','','{"licence":"CC0"}','2024-05-01T10:00:00.493Z','Ann Lee said we won in Oslo.');
CREATE TABLE "runs" (
   "number" INTEGER PRIMARY KEY,
   "release" INTEGER NOT NULL REFERENCES "releases"("number"),
   "at" TEXT NOT NULL,
   "seconds" REAL NOT NULL,
   "error" TEXT
) STRICT;
INSERT INTO "runs" VALUES(1,1,'2024-05-01T10:00:00.494Z',0.4,NULL);
CREATE TABLE "steps" (
   "number" INTEGER PRIMARY KEY,
   "release" INTEGER NOT NULL REFERENCES "releases"("number"),
   "kind" TEXT NOT NULL,
   "annotator" INTEGER NOT NULL REFERENCES "annotators"("number"),
   "at" TEXT NOT NULL,
   "step" TEXT,
   "target" INTEGER REFERENCES "steps"("number"),
   "done" INTEGER REFERENCES "steps"("number"),
   "undone" INTEGER REFERENCES "steps"("number")
) STRICT;
INSERT INTO "steps" VALUES(1,1,'do',1,'2024-05-01T10:00:00.496Z','{"command":"accept","decisions":[{"verb":"accept","item":"s1"}],"selection":{"caret":{"start":0,"end":3},"item":"s1","part":"content","fragment":0,"anchor":null,"mark":null},"state":null,"seconds":0.0}',NULL,1,NULL);
INSERT INTO "steps" VALUES(2,1,'do',1,'2024-05-01T10:00:00.497Z','{"command":"reject","decisions":[{"verb":"reject","item":"s3"}],"selection":{"caret":{"start":0,"end":3},"item":"s3","part":"content","fragment":0,"anchor":null,"mark":null},"state":null,"seconds":0.0}',NULL,2,NULL);
CREATE TABLE "suggesters" (
   "number" INTEGER PRIMARY KEY,
   "name" TEXT NOT NULL,
   "version" TEXT NOT NULL
) STRICT;
INSERT INTO "suggesters" VALUES(1,'rules','1');
INSERT INTO "suggesters" VALUES(2,'spacy','3.8');
CREATE TABLE "suggestions" (
   "number" INTEGER PRIMARY KEY,
   "run" INTEGER NOT NULL REFERENCES "runs"("number"),
   "release" INTEGER NOT NULL REFERENCES "releases"("number"),
   "layer" TEXT NOT NULL,
   "record" TEXT NOT NULL,
   "suggester" INTEGER NOT NULL REFERENCES "suggesters"("number"),
   "rule" TEXT NOT NULL,
   "score" REAL NOT NULL
) STRICT;
INSERT INTO "suggestions" VALUES(1,1,1,'entity','{"start":0,"end":7,"label":"PERSON"}',2,'ner',0.9);
INSERT INTO "suggestions" VALUES(2,1,1,'claim','{"content":[{"start":13,"end":27}],"cue":{"start":8,"end":12},"source":[{"start":0,"end":7}],"claimer":"Ann Lee","attributes":{}}',1,'ccomp',0.95);
INSERT INTO "suggestions" VALUES(3,1,1,'entity','{"start":23,"end":27,"label":"ORG"}',2,'ner',0.4);
CREATE TABLE "totals" (
   "state" TEXT PRIMARY KEY,
   "releases" INTEGER NOT NULL,
   "open" INTEGER NOT NULL,
   "judged" INTEGER NOT NULL,
   "doubtful" INTEGER NOT NULL,
   "waiting" INTEGER NOT NULL
) STRICT;
INSERT INTO "totals" VALUES('new',0,0,0,0,0);
INSERT INTO "totals" VALUES('started',1,1,2,0,0);
INSERT INTO "totals" VALUES('finished',0,0,0,0,0);
CREATE UNIQUE INDEX "idx__sqlite_migrations_migration_set_name"
    ON "_sqlite_migrations" ("migration_set", "name");
CREATE UNIQUE INDEX "idx_releases_sha256"
    ON "releases" ("sha256");
CREATE UNIQUE INDEX "idx_suggesters_name_version"
    ON "suggesters" ("name", "version");
CREATE INDEX "idx_runs_release"
    ON "runs" ("release");
CREATE INDEX "idx_suggestions_run"
    ON "suggestions" ("run");
CREATE UNIQUE INDEX "idx_annotators_name"
    ON "annotators" ("name");
CREATE INDEX "idx_steps_release"
    ON "steps" ("release");
CREATE UNIQUE INDEX "idx_labels_name"
    ON "labels" ("name");
CREATE INDEX waiting ON progress(release) WHERE suggested = 0 AND state <> 'finished';
CREATE INDEX unfinished ON progress(release) WHERE state <> 'finished';
CREATE INDEX "idx_claimers_last_used"
    ON "claimers" ("last_used");
CREATE TRIGGER count_INSERT AFTER INSERT ON progress BEGIN
        UPDATE totals SET releases = releases + 1, open = open + NEW.open,
            judged = judged + NEW.judged, doubtful = doubtful + NEW.doubtful,
            waiting = waiting + (NEW.suggested = 0 AND NEW.state <> 'finished')
        WHERE state = NEW.state; END;
CREATE TRIGGER count_UPDATE AFTER UPDATE ON progress BEGIN
        UPDATE totals SET releases = releases - 1, open = open - OLD.open,
            judged = judged - OLD.judged, doubtful = doubtful - OLD.doubtful,
            waiting = waiting - (OLD.suggested = 0 AND OLD.state <> 'finished')
        WHERE state = OLD.state;
        UPDATE totals SET releases = releases + 1, open = open + NEW.open,
            judged = judged + NEW.judged, doubtful = doubtful + NEW.doubtful,
            waiting = waiting + (NEW.suggested = 0 AND NEW.state <> 'finished')
        WHERE state = NEW.state; END;
CREATE TRIGGER count_DELETE AFTER DELETE ON progress BEGIN
        UPDATE totals SET releases = releases - 1, open = open - OLD.open,
            judged = judged - OLD.judged, doubtful = doubtful - OLD.doubtful,
            waiting = waiting - (OLD.suggested = 0 AND OLD.state <> 'finished')
        WHERE state = OLD.state; END;
CREATE TRIGGER steps_no_update BEFORE UPDATE ON steps WHEN 1 BEGIN SELECT RAISE(ABORT, 'a step is never changed'); END;
CREATE TRIGGER steps_no_delete BEFORE DELETE ON steps WHEN 1 BEGIN SELECT RAISE(ABORT, 'a step is never changed'); END;
CREATE TRIGGER releases_no_update BEFORE UPDATE ON releases WHEN 1 BEGIN SELECT RAISE(ABORT, 'a release is never changed'); END;
CREATE TRIGGER releases_no_delete BEFORE DELETE ON releases WHEN 1 BEGIN SELECT RAISE(ABORT, 'a release is never changed'); END;
CREATE TRIGGER runs_no_update BEFORE UPDATE ON runs WHEN 1 BEGIN SELECT RAISE(ABORT, 'a run is never changed'); END;
CREATE TRIGGER runs_no_delete BEFORE DELETE ON runs WHEN 1 BEGIN SELECT RAISE(ABORT, 'a run is never changed'); END;
CREATE TRIGGER suggestions_no_update BEFORE UPDATE ON suggestions WHEN 1 BEGIN SELECT RAISE(ABORT, 'a suggestion is never changed'); END;
CREATE TRIGGER suggestions_no_delete BEFORE DELETE ON suggestions WHEN 1 BEGIN SELECT RAISE(ABORT, 'a suggestion is never changed'); END;
CREATE TRIGGER releases_no_replace BEFORE INSERT ON releases WHEN EXISTS (SELECT 1 FROM releases WHERE number = NEW.number) BEGIN SELECT RAISE(ABORT, 'a release is never changed'); END;
CREATE TRIGGER runs_no_replace BEFORE INSERT ON runs WHEN EXISTS (SELECT 1 FROM runs WHERE number = NEW.number) BEGIN SELECT RAISE(ABORT, 'a run is never changed'); END;
CREATE TRIGGER suggestions_no_replace BEFORE INSERT ON suggestions WHEN EXISTS (SELECT 1 FROM suggestions WHERE number = NEW.number) BEGIN SELECT RAISE(ABORT, 'a suggestion is never changed'); END;
CREATE TRIGGER releases_once BEFORE INSERT ON releases WHEN EXISTS (SELECT 1 FROM releases WHERE sha256 = NEW.sha256) BEGIN SELECT RAISE(ABORT, 'this text is already there'); END;
CREATE TRIGGER steps_in_order BEFORE INSERT ON steps WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM steps) BEGIN SELECT RAISE(ABORT, 'a step only follows the last one'); END;
COMMIT;
