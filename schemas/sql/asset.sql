-- asset.sql - systems, accounts, indicators and actors, by kind and name. A page is the row numbers of its
-- assets; each is then read by asset_show.

-- name: asset_page_after
-- A page by kind and name, forward.
SELECT asset.row FROM asset
WHERE asset.incident = :incident AND (asset.kind, asset.name) > (:kind, :name) AND @live(asset) /*filter*/
ORDER BY asset.kind, asset.name LIMIT :limit

-- name: asset_page_before
-- The same, backward.
SELECT asset.row FROM asset
WHERE asset.incident = :incident AND (asset.kind, asset.name) < (:kind, :name) AND @live(asset) /*filter*/
ORDER BY asset.kind DESC, asset.name DESC LIMIT :limit

-- name: asset_by_name
-- The asset of that kind and name in an incident.
SELECT asset.id FROM asset
WHERE asset.incident = :incident AND asset.kind = :kind AND asset.name = :name AND @live(asset)

-- name: asset_named
-- All that have other names, in any incident.
SELECT asset.name, asset.aliases, asset.incident, asset.id FROM asset
WHERE asset.aliases IS NOT NULL AND asset.kind >= '' AND @live(asset)

-- name: asset_now
-- The version of one asset as of the moment looked at.
SELECT asset.row FROM asset WHERE asset.row = @row(asset, :thing) AND @live(asset)

-- name: asset_of_entry
-- The assets that come from an entry.
SELECT asset.row FROM asset WHERE asset.entry = :thing AND @live(asset) ORDER BY asset.row

-- name: asset_show
-- All that is shown of one version, and when it was first written.
SELECT asset.row, asset.id, asset.incident, asset.kind, asset.type, asset.name, asset.aliases, asset.note,
	asset.first_seen, asset.last_seen, asset.zone, asset.earliest, asset.latest, asset.entry,
	(SELECT r.at FROM record AS r WHERE r.id = (SELECT first.since FROM asset AS first WHERE first.row = asset.id)) AS added
FROM asset WHERE asset.row = :row
