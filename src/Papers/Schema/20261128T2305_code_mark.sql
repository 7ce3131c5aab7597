create table papers.code_mark (
    owner_sha256 text not null check (owner_sha256 ~ '^[0-9a-f]{64}$'),
    paper_type text not null,
    last int not null,
    primary key (owner_sha256, paper_type)
);
comment on table papers.code_mark is 'Số thứ tự mã giấy tờ cao nhất đã cấp mà lần khôi phục đã làm mất. The owner only as a hash.';
grant select, insert, update on papers.code_mark to motcua_app;
