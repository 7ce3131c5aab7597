alter table dossiers.dossier add column fee_taken_vnd bigint check (fee_taken_vnd > 0);
comment on column dossiers.dossier.fee_taken_vnd is 'Phí, lệ phí đã thu tại quầy khi tiếp nhận; null: chưa thu.';
