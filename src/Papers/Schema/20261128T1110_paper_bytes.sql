-- Before bytes leave the file store, their rows are asked for by content.
create index paper_sha on papers.paper (sha256);
create index scan_sha on papers.scan (sha256);
create index scan_pages on papers.scan using gin (page_files jsonb_path_ops);
create index result_draft_sha on papers.result (draft_sha256) where draft_sha256 is not null;
create index signing_intent_sha on papers.signing_intent (sha256);
