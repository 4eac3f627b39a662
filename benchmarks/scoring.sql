-- Peraturan BKN 8/2019 by hand: the index of every measured person, from the Parquet files of one snapshot.
-- {folder}: the snapshot's folder; {year}: the measured year; {as_of}: its cut-off date.
WITH people AS (
    SELECT "NIP BARU" AS nip, "JENIS JABATAN ID" AS jabatan, "TINGKAT PENDIDIKAN ID" AS pendidikan, "ESELON ID" AS eselon
    FROM read_parquet('{folder}/profil.parquet')
    WHERE "KEDUDUKAN HUKUM ID" IN ('01', '03', '15', '71')
),
courses AS (
    SELECT DISTINCT nipBaru AS nip, jenisDiklatId AS jenis, namaKursus, tanggalSelesaiKursus AS tanggal, jumlahJam AS jam
    FROM read_parquet('{folder}/rw_kursus.parquet')
    WHERE tanggalSelesaiKursus <= DATE '{as_of}'
),
course_items AS (
    SELECT
        nip,
        bool_or(jenis = '2') AS fungsional,
        coalesce(sum(jam) FILTER (WHERE jenis IN ('3', '5', '6') AND year(tanggal) = {year}), 0) AS jp,
        bool_or(jenis IN ('4', '7', '8', '9', '10') AND year(tanggal) >= {year} - 1) AS seminar
    FROM courses
    GROUP BY nip
),
leadership AS (
    SELECT nipBaru AS nip, min(CASE latihanStrukturalId WHEN '2' THEN 4 WHEN '3' THEN 3 WHEN '4' THEN 2 WHEN '5' THEN 1 END) AS tingkat
    FROM read_parquet('{folder}/rw_diklat.parquet')
    WHERE tanggalSelesai <= DATE '{as_of}'
    GROUP BY nipBaru
),
assessed AS (
    SELECT nipBaru AS nip, min(lower(kuadranKinerja)) AS predikat
    FROM read_parquet('{folder}/rw_skp22.parquet')
    WHERE tahun = {year} - 1
    GROUP BY nipBaru
    HAVING count(DISTINCT lower(kuadranKinerja)) = 1
),
sanctioned AS (
    SELECT nipBaru AS nip, min(CASE jenisTingkatHukumanId WHEN 'R' THEN 3 WHEN 'S' THEN 2 WHEN 'B' THEN 1 END) AS poin
    FROM read_parquet('{folder}/rw_hukdis.parquet')
    WHERE hukumanTanggal BETWEEN make_date({year} - 4, 1, 1) AND DATE '{as_of}' AND skPembatalanNomor = ''
    GROUP BY nipBaru
)
SELECT
    people.nip,
    CASE pendidikan
        WHEN '50' THEN 25 WHEN '45' THEN 20 WHEN '40' THEN 15 WHEN '35' THEN 15 WHEN '30' THEN 10
        WHEN '25' THEN 5 WHEN '20' THEN 5 WHEN '18' THEN 5 WHEN '17' THEN 5 WHEN '15' THEN 5
        WHEN '12' THEN 1 WHEN '10' THEN 1 WHEN '05' THEN 1 ELSE 0
    END
    + least(
        40,
        CASE
            WHEN jabatan IN ('1', '3') AND tingkat <= CASE left(eselon, 1) WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 4 ELSE 0 END
            THEN 15 ELSE 0
        END
        + CASE WHEN jabatan = '2' AND coalesce(fungsional, false) THEN 15 ELSE 0 END
        + CASE WHEN coalesce(jp, 0) >= 20 THEN CASE WHEN jabatan = '4' THEN 22.5 ELSE 15 END ELSE 0 END
        + CASE WHEN coalesce(seminar, false) THEN CASE WHEN jabatan = '4' THEN 17.5 ELSE 10 END ELSE 0 END
    )
    + CASE predikat
        WHEN 'sangat baik' THEN 30 WHEN 'baik' THEN 25 WHEN 'butuh perbaikan' THEN 15 WHEN 'kurang' THEN 5
        WHEN 'sangat kurang' THEN 1 ELSE 0
    END
    + coalesce(poin, 5) AS indeks
FROM people
LEFT JOIN course_items USING (nip)
LEFT JOIN leadership USING (nip)
LEFT JOIN assessed USING (nip)
LEFT JOIN sanctioned USING (nip)
ORDER BY people.nip
