-- older versions keep working
-- Nobody has ever sent it: what an official wants to know of an applicant is a request for a supplement, with its own words and its own clock.
delete from messages.template where event = 'dossier.question';
update messages.text_change set state = 'withdrawn', revision = revision + 1, withdrawn_by = 'Phiên bản mới: tin này không dùng', withdrawn_at = now()
where event = 'dossier.question' and state in ('draft', 'approved');
