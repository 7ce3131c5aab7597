alter table papers.paper_template add column made_by_id uuid;
comment on column papers.paper_template.made_by_id is 'Account that uploaded it: somebody else publishes. Null in what came with the product.';
