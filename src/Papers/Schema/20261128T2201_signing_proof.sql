-- How the signer had just proven to be the signer; intents from before know nothing of it.
alter table papers.signing_intent add proof text check (proof in ('password'));
-- A key is put away when its certificate was revoked or lost.
alter table papers.signing_key add retired_at timestamptz;
grant update (retired_at) on papers.signing_key to motcua_app;
-- The verdict on the signatures of a scanned file: its pages are pictures and carry none of them.
alter table papers.scan add signature text, add signature_words text;
